# Pages on which reports are written, released, reviewed and grouped

# The desk
desk-heading = What needs you now
desk-reviews = Waiting for your review
desk-reviews-all = All reviews
desk-reviews-none = Nothing waits for you. A release that a colleague proposes appears here.
desk-reviews-others = { $count ->
    [one] One more is being looked at by somebody else.
   *[other] { $count } more are being looked at by others.
}
desk-returned = Returned to you
desk-waiting = Your proposals that wait
desk-waiting-none = None. When you propose to release a report beyond your organisation, it waits here until a second person has decided.
desk-drafts = Your drafts
desk-drafts-none = You have no draft
desk-drafts-none-text = A new report is seen by the desk of your organisation alone until you release it.
desk-own = Reports of your organisation
desk-own-none = None yet. The first report that somebody of your organisation files appears here.
desk-newest-none = Nothing is reported yet that you may read.
desk-may = What you may do
desk-suspended = Your organisation is suspended
desk-suspended-text = Since { $date }. Its people read what is public and what it released to itself, and nobody of it can act. The convenors of the secretariat decided this and can end it: ask them.
desk-applicant = Your organisation is not a member yet
desk-applicant-text = It was entered as an applicant on { $date }. Until the convenors of the secretariat admit it, its people read what is public and can do nothing. Ask them how it stands.
desk-may-more = The administrator of your organisation gives you other roles.
desk-may-read = Read what is released to your organisation, to its sector and groups, to the coalition and to the public.
desk-may-own = Read what is public, and what your organisation released to itself.
desk-may-nothing = Read what is public. You hold no role in your organisation now.
desk-may-draft = Write reports.
desk-may-propose = Propose to release the reports of your organisation.
desk-may-approve = Approve what others propose to release.
desk-may-withdraw = Withdraw what your organisation released.
desk-may-people = Invite people and give them their roles.
desk-may-admit = Admit organisations to the coalition.
own-count = { $count ->
    [one] One report, newest change first
   *[other] { $count } reports, newest change first
}
part-shown = { $first } to { $last } of { $total }
own-state-draft = Draft
own-state-waiting = Waiting for a review
own-state-released = Released
own-waiting = { $count ->
    [one] one release waits
   *[other] { $count } releases wait
}

# Writing
report-new = File a report
report-new-heading = What happened?
report-new-lede = Only the desk of your organisation sees this until you release it. Say what you know; everything but the title can wait.
report-edit = Edit
report-edit-heading = Change this report
report-edit-lede = What was released stays as it is until you release the new text too.
report-title = Title
report-title-help = One sentence that says what happened and where.
report-narrative = Account
report-narrative-help = What happened, how you know, and what is not known yet.
report-language = Language
report-language-help = The language in which you write.
report-incident = File under an existing incident
report-incident-help = Its reference, such as I-7K3QX9. Leave it empty if you do not know: likely ones are suggested when you have saved.
report-save-draft = Save as a draft
report-save-draft-help = Nobody outside the desk of your organisation reads a draft.
report-save = Save
report-save-over = Save mine over theirs
report-save-help = What was released stays as it is.
report-save-ends = { $count ->
    [one] Saving a changed text ends a proposal that waits
   *[other] Saving a changed text ends { $count } proposals that wait
}
report-save-ends-text = What was proposed is the text as it is now. Propose the new text again when it is ready.
notice-not-done = Nothing was changed
stale-heading = Somebody saved another text while you were writing
stale-text = Nothing was overwritten, and nothing you typed is lost. Compare the two, change yours below where you want to keep theirs, and save again.
stale-changed = What saving yours would change
stale-theirs = Their text in full
stale-yours = Your text
markdown-heading = How to mark headings, lists and links
markdown-strong = strong
markdown-emphasis = with emphasis
markdown-title = A heading
markdown-item = an entry of a list
markdown-quote = a quotation
markdown-link = a link

# Facts in a form
facts-heading = Facts
facts-help = Facts can be compared, counted and found. State what you know and leave out the rest. Where your source says that something is not known, choose or type “unknown”: that is a statement too.
facts-help-lines = One in each line.
facts-help-words = One in each line, or with commas between.
facts-help-date = As exactly as you know it: 2026-05-20, 2026-05 or 2026.
facts-help-regions = ISO 3166-2 codes, such as KE-30, one in each line.
facts-help-asns = Numbers such as AS64496, one in each line.
facts-help-instruments = Such as “ICCPR, article 19”, one in each line.
facts-help-people-affected = A whole number.
facts-help-sources-url = Begins with https://
facts-help-sources-confidential = It then stays with your organisation, whoever reads the report.
facts-help-harms-method = How it was counted, and in what unit.
facts-help-source-system = The data set that this record comes from.
facts-estimated = This is an estimate
facts-group-what = The event
facts-group-where = Where
facts-group-when = When
facts-group-sources = Sources
facts-group-sources-help = What the report relies on.
facts-group-who = Who acted
facts-group-why = Why
facts-group-effects = Effects and circumstances
facts-group-harms = Harm to people
facts-group-law = Law and rights
facts-group-network = Networks and technology
facts-group-origin = Where this record was imported from
facts-entry-sources = Source { $number }
facts-entry-harms = Harm { $number }
fact-harms-kind = Kind of harm
fact-harms-direct = A direct effect
fact-harms-minimum = At least
fact-harms-maximum = At most
fact-harms-method = Counted how
fact-sources-kind = Kind of source
fact-sources-title = What it is called
fact-sources-url = Address
fact-sources-confidential = This source is confidential
fact-source-system = Data set
fact-source-id = Its number there

# The desk of one report
report-desk = Desk of this report
report-changed = changed
report-as-read = As you read it
report-release = Release to an audience
report-file = Group it with an incident
report-refile = Move or split
report-original = The original
report-original-help = The full text with everything in it. Only the desk of your organisation reads it, and each reading is logged.
report-revision = Revision { $revision }
report-live = Released
report-live-none = Nothing is released. Choose an audience when the text is ready.
report-live-text = What they read
report-live-withdraw = The release, and how to withdraw it
report-live-release = The release
report-older = Older than the original
report-moved = Grouped elsewhere before
report-moved-from = In { $incident } until
report-alone = No other report that you know of is grouped there.
report-together = Other reports are grouped there too.
report-proposals = Proposals and decisions
report-proposals-none = None yet.

# Releasing
release-choose = Release
release-choose-heading = Who will read it?
release-choose-lede = Choose everybody who should read this report. The next page shows exactly what they will read and how many readers there are; nothing is released before that.
release-wide = Audience
release-at-once-help = Released at once.
release-second-help = Needs a second person’s approval.
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
release-to = Release to { $audience }
release-state-proposed = Waiting
release-state-claimed = Being reviewed
release-state-approved = Released
release-state-ended = No longer released
release-state-returned = Returned
release-state-cancelled = Taken back
release-became-approved = It was released
release-became-returned = It was returned to the author
release-became-cancelled = It was taken back, or the text was changed before anybody decided
release-became-proposed = It waits
release-became-claimed = It is being reviewed
release-since-superseded = A newer text took its place on { $when }.
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

# Reviewing
reviews-heading = Releases that wait for a decision
reviews-lede = Oldest first. Claim one while you look at it, so that nobody does the work twice; after two days a claim lapses.
reviews-mine = Claimed by you
reviews-free = Free
reviews-free-none = None.
reviews-others = Claimed by others
reviews-none = Nothing waits
reviews-none-text = A release that somebody proposes, and that you may decide, appears here.
reviews-not-yours = You hold no role that decides releases
reviews-not-yours-text = Reviewers decide, but never on what they proposed themselves. Your own proposals are on your desk.
reviews-to-desk = To your desk
review-title = Release
review-heading = Should this be released?
review-waiting-heading = This release waits for a decision
review-decided-heading = Result of this release
review-text = Exactly what they will read
review-decide = Decide
review-claimed-by-you = Claimed by you
review-claimed-by = Claimed by { $name }
review-claim = Claim it
review-unclaim = Give it up
review-approve-heading = Release
review-approve-text = Exactly the text above is released, to exactly these readers.
review-return-heading = Return
review-comment = What should be changed
review-comment-help = The author reads this.
review-return = Return to the author
review-not-yours = You cannot release this now
review-cancel-heading = Take it back
review-cancel = Take this proposal back
review-aside-heading = Close it
review-aside = Remove it from my desk
review-to-queue = To the reviews
withdraw-heading = Withdraw
withdraw-reason = Reason
withdraw-reason-help = Those who could read the text will read this in its place.
withdraw-from = Withdraw from { $audience }

# Grouping
filing-title = Group
filing-heading = Which incident is this about?
filing-alone = This report stands alone now, in
filing-together = It is grouped with other reports now, in
filing-alike = Incidents like this one
filing-alike-help = In the same country and at about the same time, among what you may read. The same kind of event comes first.
filing-none-alike = Nothing that you may read is like this report. With a country and a date among its facts, more can be found.
filing-reference = Another incident, by its reference
filing-reference-help = Such as I-7K3QX9.
filing-file = Group it there
filing-leave = Leave it where it is
filing-split-heading = Or split it off
filing-split-text = The report leaves its incident and begins one of its own. The other reports stay.
filing-split = Split into an incident of its own
merge-title = Merge
merge-heading = Merge this incident with another
merge-lede = The reports of your organisation move to the other incident. Reports of others stay until their own organisations move them.
merge-moving = { $count ->
    [one] One report moves
   *[other] { $count } reports move
}
merge-staying = { $count ->
    [one] One report of another organisation stays here.
   *[other] { $count } reports of other organisations stay here.
}
merge-button = Merge
merge-link = Merge with another incident

# What was just done
flash-drafted = Saved as a draft. Only the desk of your organisation sees it.
flash-drafted-alike = Saved as a draft. It may belong to an incident that is known already:
flash-report-saved = Saved. What was released before stays as it was.
flash-release-proposed = Proposed. It waits until somebody else has decided.
flash-released-within = Released within your organisation.
flash-release-approved = Released.
flash-release-returned = Returned to the author.
flash-release-claimed = You have claimed this. Others see that you are looking at it.
flash-release-unclaimed = Others can look at it again.
flash-release-withdrawn = Withdrawn.
flash-report-filed = Grouped.
flash-report-split = The report has an incident of its own now.
flash-incidents-merged = The reports of your organisation are grouped here now.
