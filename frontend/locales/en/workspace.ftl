# The workspace: first page, report, release, queue

# The workbench
marks-title = Redactions
marks-heading = What must not be released?
marks-lede = Mark it once: readers who may not see it find a bar with the reason in its place, on every page, in every list and file.
marks-link = Redactions
marks-entry = { $what } ({ $number })
marks-part = { $entry }: { $what }
marks-to-form = Mark something
marks-seen = The text with its marks
marks-seen-help = Only the desk of your organisation sees this.
marks-as = As others read it
marks-as-whom = Read it as
marks-as-show = Show
marks-as-heading = As “{ $reader }” reads it
marks-losses = What each audience loses
marks-losses-help = Places in title and account, facts, and files that are withheld or shown less exactly. Confidential sources always stay with your organisation.
marks-losses-who = Audience
marks-losses-places = Passages
marks-losses-facts = Facts
marks-losses-files = Files
marks-none = Nothing is marked yet: every audience of this report reads all of it.
marks-lost = Marks that lost their place
marks-lost-text = The text was changed where these marks stood. Nothing can be proposed until you have said where they belong.
marks-lost-covered = It covered:
marks-settled = All of these are set again below, or are no longer needed
marks-there = Marks
marks-covers = Covers
marks-reason = Reason for the redaction
marks-reason-text = The reason in words
marks-reason-text-help = Only with “other reason”. Readers see it.
marks-seers = Who may still see it
marks-nobody = Nobody outside your organisation
marks-level = How exactly it is shown
marks-replacement = Words shown in its place
marks-replacement-help = Such as “a local journalist”. Without words a bar is shown, always of the same width.
marks-drop = Drop this mark
marks-new = Mark more
marks-new-help = Put ⟦ and ⟧ around each part that must not be released. Change nothing else in the text.
marks-wrap = Mark what is selected
marks-wrap-key = Or press Alt and M.
marks-typed = What you typed, over the text as it was
marks-in-facts = Parts of facts that are text
marks-facts = Whole facts
marks-facts-help = Withhold a fact, or show it less exactly. Lists, filters and maps use what is shown.
marks-files = Files to withhold
marks-files-help = To hide a part of a picture or of a page, draw boxes on it at the file itself.
marks-for-new = For everything that you newly mark
marks-for-new-help = Mark things with different reasons one after the other: save between them.
marks-seers-help = Nobody ticked: nobody outside your organisation.
marks-save = Save the marks
marks-save-help = Open proposals end and must be proposed again. Released texts stay unchanged until you release again.
marks-stale = Somebody saved this report while you were marking
marks-stale-text = Nothing was overwritten. What you wrapped is still below where the text is the same; changes to existing marks have to be made again.
field-text-title = Title
field-text-narrative = Account
field-reason-text = The reason in words
field-visible-to = Who may still see it
field-replace-with = Words shown in its place
field-settled = Marks that lost their place
field-marks-reason = A mark that there is
field-marks-reason-text = The words of a reason
field-marks-visible-to = Who may still see a mark
field-marks-replace-with = What is read in the place of a mark
field-marks-level = How far a fact is told
flash-marked = The marks are saved.

# Suggestions
hints-heading = Suggested redactions
hints-accept = Tick what should be marked
hints-open = Still in this text
hints-no-guarantee = Rules find these places, without any guarantee: they miss most names without a title beside them, nicknames and unusual spellings, and not everything they find matters. Read the text yourself.
unseen-heading = Released, but shown on no page
unseen-help = Programs get the account as it is written, including the addresses and titles of its links.
hints-none = The rules find nothing that is not marked.
applied-heading = Withheld from this audience
applied-none = Nothing in this text is withheld from this audience.
applied-places = { $count ->
    [one] one place
   *[other] { $count } places
}
review-next = Next review

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
desk-lapsed = Ended, because nobody confirmed it
desk-lapsed-text = You released these at once, and no second person confirmed them in time. Only your organisation’s desk can still read them. They stand here for 30 days.
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

# Reviewing
reviews-heading = Releases that wait for a decision
reviews-lede = What ends unless it is confirmed comes first, then the oldest. The release of a report can be claimed while somebody looks at it, so that nobody does the work twice; after two days a claim lapses.
reviews-mine = Claimed by you
reviews-free = Unclaimed
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
review-decide-correction = Decide on the correction
review-decide-corrected = Decide on the released text
review-decide-corrected-text = This is what its readers read while the correction waits. Returning it also ends the correction.
review-claimed-by-you = Claimed by you
review-claimed-by = Claimed by { $name }
review-claim = Claim it
review-unclaim = Give it up
review-approve-heading = Release
review-approve-text = Exactly the text above is released, to exactly these readers.
review-return-heading = Return
review-remark = What the second person wrote
review-comment = What should be changed
review-comment-help = The author reads this.
review-confirm-heading = Confirm
review-confirm-text = Readers have it already. If nobody confirms it, it ends.
review-confirm = Confirm
review-unconfirmed-return-help = Only the author reads this. The text is withdrawn at once, and its readers are told that it was not confirmed.
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
