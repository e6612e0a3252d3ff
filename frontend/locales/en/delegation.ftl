# Publishing for another organisation

# Publishing for another organisation, without its name

delegation-link = Have it published by another
delegation-of-report = Publishing by others
delegation-title = Request to publish
delegation-heading = A request to publish for you
delegation-asked-heading = Would you publish this?
delegation-from = From
delegation-to = To
delegation-told = What your reviewer said
delegation-answer = Why it was declined
delegation-words = Message
delegation-text = The exact text handed over
delegation-nothing-kept = Nothing of the text is kept here any more.
delegation-state-proposed = Waits for a second person
delegation-state-returned = Returned
delegation-state-cancelled = Taken back
delegation-state-asked = Asked
delegation-state-accepted = Taken on
delegation-state-declined = Declined
delegation-state-recalled = Taken back
delegations-title = Requests to publish
delegations-heading = Publishing for each other
delegations-lede = An organisation that cannot publish a report in its own name can ask another to publish it without that name.
delegations-waiting = You are asked to publish
delegations-waiting-none = No requests.
delegations-waiting-elsewhere = People who may write reports in your organisation find requests from others here.
delegations-all = All requests
delegations-asked = What you asked others to publish
delegations-asked-none = Nothing yet. The desk of a report is where you ask.
delegations-count = { $count ->
    [one] One request waits for your answer
   *[other] { $count } requests wait for your answer
}
delegate-heading = Who should publish this for you?
delegate-lede = They publish it as a report of their own. Your name appears nowhere in it.
delegate-gets = They receive what everybody may read of this report: title, account, facts and language, without anything that is marked, whoever may see it. Files stay with you.
delegate-nothing-else = They alone know that you ask. You are not told what they make of it: you read it when it is released, like everybody.
delegate-words-tell = What you both publish can be recognised by its words. Do not release the same text yourself.
delegate-publisher-help = A member organisation that you trust with your name.
delegate-words = What you say to them
delegate-words-help = Why you ask, and what they should take care of. It is destroyed when they have decided.
delegate-send = Propose to ask them
delegate-send-help = Nothing leaves your organisation yet: a second person reads and decides.
delegation-approve-heading = Hand it over
delegation-approve-text = Exactly the text above, and what is said with it, goes to this organisation.
delegation-approve = Ask them to publish
delegation-accept-heading = Accept
delegation-accept-text = It becomes a draft of your own organisation, which you edit, mark and release like any other. This request is deleted, and nothing in the draft or about it tells where it came from.
delegation-accept = Accept
delegation-decline-heading = Decline
delegation-decline-words = Your answer
delegation-decline-help = The organisation that asks reads this. What was handed over is destroyed.
delegation-decline = Decline
delegation-recall = Withdraw this request
field-publisher = Who publishes
flash-delegation-proposed = Proposed. Nobody outside learns of it until a second person has approved it.
flash-delegation-asked = Handed over. They decide now.
flash-delegation-accepted = Taken on. This is a draft of your own organisation now.
flash-delegation-declined = Declined. The organisation that asked reads your words.

fault-publisher = Choose another member organisation.
fault-approvers-publish = The publisher cannot decide on what it is given: name another organisation.
conflict-asked-already = { $name } is asked about this report already.
conflict-text-names-owner = The name or the website of your organisation appears in this text ({ $part }). Mark or remove it, so that readers do not learn whose text it is; then ask again.
denied-accept-delegation = Only the organisation that is asked decides this, by people who may write its reports.
denied-recall = Only the organisation that asks can do this.
subject-delegation = This request
state-delegation-proposed = proposed
state-delegation-asked = asked
state-delegation-accepted = taken on
state-delegation-declined = declined
state-delegation-recalled = taken back

log-a-delegation = a request to publish
log-for-delegation = a request to publish
act-delegation-drafted = wrote a request to publish: { $subject }
act-delegation-asked = handed over what another organisation is asked to publish: { $subject }
act-delegation-passed = took on { $subject } and publishes as its own
act-delegation-refused = declined { $subject }
act-delegation-recalled = took back the request { $subject }
act-delegation-declined = declined what another organisation asked to have published
