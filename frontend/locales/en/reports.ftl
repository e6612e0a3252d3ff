# Reports: writing, texts, audiences

# Audiences
audience-among = { $names }. Others may read it too.
audience-public = Anybody
audience-coalition = Members of the coalition
audience-choose-coalition = All members of the coalition
audience-sector-government = Governments
audience-sector-company = Companies
audience-sector-civil-society = Civil society
audience-sector-academia = Academia
audience-sector-media = Media
audience-sector-international-organisation = International organisations
audience-sector-secretariat = The secretariat

# Releasing
release-choose = Release
release-choose-heading = Who will read it?
release-choose-lede = Choose everybody who should read this report. The next page shows exactly what they will read and how many readers there are; nothing is released before that.
release-wide = Audience
release-at-once-help = Released at once.
release-second-help = Needs a second person’s approval.
release-fewer-help = Needs a second person’s approval; released at once if the words stay and it is only taken from some of its readers.
release-public-help = Needs a second person’s approval. A public text cannot be kept from anybody.
audience-own = My own organisation
release-sectors = Sectors
release-groups = Groups
release-group-confidential = Who belongs to it is confidential.
release-organisations = Named organisations
release-people = Named colleagues
release-people-help = Only people of your own organisation can be named.
release-except = Leave organisations out
release-except-help = They never read it, whatever sector or group they belong to.
release-approvers = Who decides
release-approvers-help = You are the only person of your organisation: beyond it, name an organisation whose reviewer should decide. They see what would be released, and nothing else.
release-preview = Show me what they will read
release-preview-help = Nothing is released yet.
release-within = Release within the organisation
release-propose = Propose this release
release-proposed-by = proposed by
release-decided-by = decided by
release-waits-for = Waits for a reviewer of { $name }
release-confirm-by = Ends on { $end } unless a second person confirms it
release-ended-at = Ended on { $end }
release-to = Release to { $audience }
release-state-proposed = Waiting
release-state-claimed = Being reviewed
release-state-approved = Released
release-state-unconfirmed = Released, not confirmed
release-state-lapsed = Ended unconfirmed
release-state-ended = No longer released
release-state-returned = Returned
release-state-cancelled = Taken back
release-became-approved = It was released
release-became-returned = It was returned to the author
release-became-cancelled = It was taken back, or the text was changed before anybody decided
release-became-proposed = It waits
release-became-claimed = It is being reviewed
release-since-superseded = A newer text took its place on { $when }.
release-since-ended = Its time was over on { $when }: nobody reads it any more.
release-since-withdrawn = It was withdrawn on { $when }.
preview-title = Before the release
preview-heading = This is what they will read
preview-text = The text, exactly
preview-difference = What is new
preview-at-once = It is released at once: within your organisation nobody else has to approve it.
preview-second = A colleague with the right to approve decides. Until then nobody reads it.
preview-second-of = Until they have approved, nobody reads it. The decision is up to a reviewer of
preview-change = Choose another audience
preview-changed = The report was changed while you were looking. This is the new text: read it again before you propose it.
compared-nothing = Nothing of this report is released yet.
compared-equal = Nothing: the two texts are the same.
compared-same = Compared with version { $version }, which this audience reads since { $when }.
compared-wider = Compared with what they read as part of a wider audience ({ $who }) since { $when }.
compared-other = Not all of this audience reads anything of it yet. Compared with what was released last ({ $who }, { $when }).
reach-readers = Readers:
reach-public = everybody in the world, signed in or not.
reach-own = the people of your own organisation.
reach-nobody = nobody now.
reach-people = named people of the organisation
reach-confidential = the members of { $group }, who are not counted
audience-except = but not { $names }
reach-government = { $count ->
    [one] one government
   *[other] { $count } governments
}
reach-company = { $count ->
    [one] one company
   *[other] { $count } companies
}
reach-civil-society = { $count ->
    [one] one civil-society organisation
   *[other] { $count } civil-society organisations
}
reach-academia = { $count ->
    [one] one academic institution
   *[other] { $count } academic institutions
}
reach-media = { $count ->
    [one] one medium
   *[other] { $count } media
}
reach-international-organisation = { $count ->
    [one] one international organisation
   *[other] { $count } international organisations
}
reach-secretariat = { $count ->
    [one] the secretariat
   *[other] { $count } secretariats
}
to-audience-public = the public
to-audience-coalition = the coalition
to-audience-sector-government = governments
to-audience-sector-company = companies
to-audience-sector-civil-society = civil society
to-audience-sector-academia = academia
to-audience-sector-media = the media
to-audience-sector-international-organisation = international organisations
to-audience-sector-secretariat = the secretariat

# What was just done
flash-drafted = Saved as a draft. Only the desk of your organisation sees it.
flash-drafted-alike = Saved as a draft. It may belong to an incident that is known already:
flash-report-saved = Saved. What was released before stays as it was.
flash-release-proposed = Proposed. It waits until somebody else has decided.
flash-released-within = Released within your organisation.
flash-release-approved = Released.
flash-release-returned = Returned to the author.
flash-release-confirmed = Confirmed.
unconfirmed-heading = Not confirmed yet
unconfirmed-text = This was released at once. It ends on { $end } unless a second person confirms it before then.
lapsed-heading = Ended: nobody confirmed it in time
lapsed-text = This was released at once, and a second person had to confirm it by { $end }. Nobody did, so it ended then: its readers no longer read it.
ended-unconfirmed = A second person did not confirm it.
ended-merged = What it was about is part of another incident now.
ended-changed = What it was about has changed.
ended-withdrawn = What it was about was withdrawn.
flash-release-claimed = You have claimed this. Others see that you are looking at it.
flash-release-unclaimed = Others can look at it again.
flash-release-withdrawn = Withdrawn.
flash-report-filed = Grouped.
flash-report-split = The report has an incident of its own now.
flash-incidents-merged = The reports of your organisation are grouped here now.
