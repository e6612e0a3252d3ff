# Corroborations, disputes, replies, retractions

# What others say of a report
said-heading = Corroborations and disputes
said-earlier = About an earlier text: it does not count for this one
said-aside = It does not count for this text: a government’s word counts only where a text names another country, and not its own
stance-corroborates = Corroborates
stance-disputes = Disputes
said-evidence = Evidence named:
stance-verifies = Verified
stance-replies = Replies
stance-help-corroborates = You know it from elsewhere: from your own people, your own measurements, or another source.
stance-help-disputes = You know that it is wrong, in whole or in part. Say what is wrong.
stance-help-verifies = You looked at the evidence and it is sound. This weighs disputes that already exist.
grade-strong = Strong evidence
grade-good = Good evidence
grade-fair = Fair evidence
retracted-heading = Its organisation no longer stands by this
retracted-text = Retracted { $when }: { $reason }
corroborate-link = Corroborate or dispute
corroborate-title = Corroborate or dispute
corroborate-heading = What do you say about this report?
corroborate-stance = What you say
corroborate-concerned = This report is about your own government. Your statement is shown beside it, but does not affect how far it counts as verified: nobody judges themselves. Your government has a right of reply instead.
corroborate-no-country = This report names no country. A government’s statement is shown beside it, but does not affect how far it counts as verified.
corroborate-no-home = No country is entered for your government. Your statement is shown beside the report, but does not affect how far it counts as verified.
reply-instead = Reply to the report
corroborate-grade = How good the evidence is
corroborate-grade-help = Needed if you verify. Strong: anybody can check it again. Good: several independent sources agree. Fair: one source that was reliable before.
corroborate-note = How you know
corroborate-note-help = Name nobody who is in danger. Everybody whom you choose below reads this, if they may read the report.
corroborate-audience = Who reads it
corroborate-audience-help = Nothing is chosen in advance. It counts for a text only if all readers of that text can read it too. A reviewer of your organisation decides on a public statement first.
corroborate-send = Submit
corroboration-heading = Corroboration or dispute
corroboration-of = About the report
corroboration-approve = Release it
corroboration-approve-text = It is released exactly as shown above.
corroboration-withdraw = Withdraw it
correct-link = Correct this
correct-title = Correct
correct-heading = Correct what your organisation said
correct-lede = Its readers find the corrected text at the same address, and the earlier one among its versions. To say the opposite, withdraw it and write another.
correct-note = The corrected text
correct-audience-help = Those who read it now are chosen. A reviewer of your organisation decides on a public text first.
correct-reason = Why some no longer read it
correct-reason-help = Needed if somebody who reads it now is not chosen: it is withdrawn for them, and they read this in its place.
correct-send = Submit the correction
versions-heading = Versions
version-heading = Version { $number }
version-lede = This is not the newest version.
version-newest = The newest version
version-withdrawn = withdrawn
version-gone = replaced, and no longer kept
version-withdraw-heading = Withdraw this version alone
version-withdraw = Withdraw this version
corroborate-evidence = Reports of your own as evidence
corroborate-evidence-own = Reports of your organisation that somebody reads
corroborate-evidence-help = Each keeps its own readers: somebody who may not read it is not told that you named it.
corroborate-references = Others, by reference
corroborate-references-help = References such as R-7K3QX9, with a space between them.

# What the government concerned says
replies-heading = { $count ->
    [0] Right of reply
    [one] The government concerned says
   *[other] The governments concerned say
}
reply-right = This report is about your country or your government. Your government’s reply can be shown beside it.
reply-link = Reply
reply-title = Reply to
reply-heading = What does your government say about this report?
reply-text = Your reply is shown beside the report to everybody whom you choose and who reads a text of it that names your country or your government. Nobody can hide it from them, and only your own government can withdraw it. It changes neither the report nor how far it counts as verified.
reply-note = Your reply
reply-audience-help = Choose the readers: nothing is chosen in advance. A reviewer of your organisation decides on a public reply first.
reply-send = Send the reply
reply-of-government = Reply of a government
reply-earlier = A reply to an earlier text
retract-link = Retract
retract-title = Retract
retract-heading = Say that this report was wrong
retract-lede = Everybody who reads the report can still read it, marked as retracted, with your reason. Release a corrected text afterwards, or withdraw the report if it should not be read at all.
retract-reason-help = All readers of the report read this.
retract-send = Retract the report
flash-corroboration-out = It is released.
flash-corroboration-proposed = A reviewer of your organisation decides whether it is released.
flash-review-approved = It is released, exactly as it was proposed.
readers-now = { $names } can read it ({ $reach }), if they can also read what it is about.
readers-later = { $names } can read it ({ $reach }) once it is released, if they can also read what it is about.
flash-report-retracted = The report is marked as retracted for everybody who reads it.
same-text = The same text is released to others too: { $names }.
