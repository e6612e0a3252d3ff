# Alerts
nav-alerts = Alerts
alerts-heading = Alerts
alerts-lede = Urgent calls of members. Only current ones are listed unless you ask for others.
alerts-feed = Public alerts
alerts-words = Words
alerts-narrow = Narrow the list
alerts-find = Find
alerts-all-current = All current alerts
alerts-any = Any
alerts-count = { $count ->
    [0] No alerts
    [one] { $count } alert
   *[other] { $count } alerts
}
alerts-none = No alerts
alerts-none-text = Nothing that you can read matches. Expired alerts are listed if you choose them above.
alerts-more = More alerts
alerts-filter-phase = State
alerts-filter-country = Country
alerts-filter-region = Region
alerts-filter-urgency = Urgency
alerts-filter-severity = Severity
alerts-filter-category = Category
alerts-filter-organisation = Organisation
alerts-filter-sector = Sector
alerts-filter-exercise = Exercise
alert-exercise-yes = Exercises only
alert-exercise-no = No exercises
alert-title = Alert
alert-new = Post an alert
alert-sealed = This alert is sealed: you may decide on its release only with its text, which is not yours to open.
alert-phase-current = Current
alert-phase-expired = Expired
alert-phase-over = Over
alert-unconfirmed = Unconfirmed
alert-until = Expires
alert-author-inactive = The organisation that posted this alert is not an active member at present. Judge for yourself whether it still holds: nobody updates it, and nobody there would read an answer.
alert-waits = Waits for your acknowledgement
alert-exercise = Exercise
alert-exercise-text = Nothing has happened: this alert is for practice.
alert-instruction = What to do
alert-places = Where
alert-expires = Expires
alert-links = Related incidents and reports
alert-category = Category
alert-category-infra = Infrastructure
alert-category-security = Security
alert-category-safety = Safety
alert-category-rescue = Rescue
alert-category-geo = Geological
alert-category-met = Weather
alert-category-fire = Fire
alert-category-health = Health
alert-category-env = Environment
alert-category-transport = Transport
alert-category-cbrne = Hazardous substances
alert-category-other = Other
alert-urgency = Urgency
alert-urgency-immediate = Immediate: act now
alert-urgency-expected = Expected: act within the hour
alert-urgency-future = Future: act soon
alert-urgency-past = Past: nothing more to do
alert-urgency-unknown = Not known
alert-severity = Severity
alert-severity-extreme = Extreme
alert-severity-severe = Severe
alert-severity-moderate = Moderate
alert-severity-minor = Minor
alert-severity-unknown = Not known
alert-certainty = Certainty
alert-certainty-observed = Observed
alert-certainty-likely = Likely
alert-certainty-possible = Possible
alert-certainty-unlikely = Unlikely
alert-certainty-unknown = Not known
alert-message = What this version is
alert-message-help = An all-clear or a false alarm ends the alert. Its urgency is then “Past”, whatever is chosen below.
alert-message-update = Update
alert-message-all-clear = All clear: the danger is over
alert-message-false-alarm = False alarm
alert-acknowledge-heading = Acknowledge
alert-acknowledge-text = The author will see that your organisation has read this, and when. Nothing is recorded unless you press a button.
alert-acknowledge-more = So far the author sees that your organisation has read this. You can also tell them that you act on it.
alert-asked-again = Your organisation answered an earlier version. The author asks again.
alert-acknowledge = Acknowledge: we act on it
alert-seen = We have read it
alert-acknowledge-others = A colleague with a working role can acknowledge this for your organisation.
alert-offer-summary = Offer help
alert-offer = What you can offer
alert-offer-help = Only the author's organisation and yours read this.
alert-offer-send = Acknowledge with this offer
alert-answered-heading = Your organisation's answer
alert-given-seen = Your organisation told the author that it has read this ({ $when }).
alert-given-acknowledged = Your organisation acknowledged this ({ $when }).
alert-answers-heading = Acknowledgements
alert-answers-none = No organisation has acknowledged this yet.
alert-answers-none-ended = No organisation acknowledged this before it ended.
alert-answer-seen = has read it
alert-answer-acknowledged = acknowledged
alert-answer-earlier = That was before the last update.
alert-missing = { $count ->
    [one] { $count } organisation has not answered
   *[other] { $count } organisations have not answered
}
alert-update = Update or end this alert
alert-to-report = File a report about this
alert-cap = CAP 1.2
alert-new-heading = Post an alert
alert-new-lede = An alert asks others to act now. You will see exactly what its readers will see before it is posted.
alert-update-heading = Update alert
alert-update-lede = The update takes the place of the alert. Earlier versions stay readable to those who could read them.
alert-headline = Headline
alert-headline-help = One line. It is shown on every page of those who have not acknowledged the alert.
alert-body = What has happened
alert-body-help = Name nobody who could be endangered by this text. Markdown can be used.
alert-instruction-help = What you ask readers to do.
alert-language = Language
alert-other-language = Add another language
alert-where = Where, and what it is about
alert-countries = Countries
alert-places-field = Places
alert-places-help = One on each line.
alert-links-help = References of incidents and reports, such as I-7K3QX9. A link is shown only to those who can read it.
alert-expires-in = Expires
alert-expires-hours = { $count ->
    [6] in 6 hours
    [24] in 1 day
    [72] in 3 days
    [168] in 1 week
    [336] in 2 weeks
    [720] in 30 days
    [one] in { $count } hour
   *[other] in { $count } hours
}
alert-expires-at = Or at a date and time (UTC)
alert-expires-help = Instead of a length. For example 2027-03-01 18:00. At most 90 days ahead.
alert-audience = Who reads it
alert-audience-update-help = If nobody is chosen, the update goes to those who read the alert now. Choose a group again to include members who have joined it since.
alert-urgent = Release at once
alert-urgent-help = For members only, not for the public. It is marked as unconfirmed and ends within 24 hours unless a colleague confirms it.
alert-asks-again = Ask for acknowledgement again
alert-asks-again-help = Organisations that have acknowledged an earlier version are asked once more.
alert-exercise-tick = This is an exercise
alert-exercise-help = It is plainly marked as an exercise everywhere.
alert-preview = Check before posting
alert-preview-heading = This is what readers will see
alert-preview-text = Nothing has been posted yet.
alert-post = Post this alert
alert-update-post = Post this update
alert-change = Change it
alert-then-out = It is released as soon as you post it.
alert-then-second = A colleague decides on it first: a reviewer or another delegate.
alert-then-others = It also goes to readers who did not have the alert before, or whose organisation joined a group of its readers since. They read this version and no earlier one.
alert-update-waits = This update waits for a second person. Until it is released, readers see the version before.
alert-update-waits-version = Read that version
alert-again = Correct it and post it again
alert-again-lede = The form begins with what was returned. When you post it, that proposal is taken back.
alerts-own-heading = Alerts of your organisation for others
alerts-own-text = They are current and were released to readers to whom you do not belong.
alert-then-again = Organisations that have acknowledged an earlier version are asked again.
alert-then-unconfirmed = It is released at once as unconfirmed. A reviewer or another delegate has to confirm it within 24 hours, or it ends.
ribbon-label = Alerts that wait for your organisation
ribbon-alert = Alert:
ribbon-exercise = Exercise:
ribbon-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
flash-alert-out = The alert is released.
flash-alert-proposed = The alert waits for a second person.
flash-alert-acknowledged = The author has been told that your organisation has read this.
field-headline = Headline
field-body = What has happened
field-instruction = What to do
field-expires-at = Expires
field-countries = Countries
field-places = Places
field-links = Related incidents and reports
field-urgency = Urgency
field-severity = Severity
field-certainty = Certainty
field-category = Category
field-offer = Offer of help
version-earlier = Earlier version
incident-alerts = Alerts about this
incident-to-alert = Post an alert about this
desk-alerts = Alerts that wait for your organisation
