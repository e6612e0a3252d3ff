# What somebody is told, on the dashboard and by mail.

notifications-heading = What needs you now
notifications-made = As of
notifications-new = There is something new for you.
notifications-new-link = Show it
notifications-settings = Notification settings
notifications-desk = New for you
notifications-all = All notifications and settings
notifications-none = Nothing needs you now
notifications-none-text = Reviews that wait for you, answers to you and news of your groups will appear here.
notifications-news = News
notifications-settle-all = Mark all as done
notifications-refused = E-mail to your address came back.
notifications-refused-text = The mail server says that there is no such mailbox, so nothing more is sent there.
notifications-unsendable = E-mail cannot be sent to your address.
notifications-unsendable-text = The part before the @ has letters that the mail server of this platform does not take. Ask an administrator of your organisation to invite another address of yours.
notification-unread = New
notification-settle = Done
notification-review-waiting = A text waits for your review
notification-confirmation-waiting = An urgent text has been released. It ends within 24 hours unless you or a colleague confirms it
notification-proposal-approved = Your proposal was approved and released
notification-proposal-returned = Your proposal was returned to you
notification-proposal-lapsed = An urgent text has ended: nobody confirmed it in time
notification-corroborated = Another organisation responded to your report
notification-asked = There is a question or request about your report
notification-answered = Your question was answered
notification-publishing-asked = Another organisation asks yours to publish a text
notification-publishing-answered = Your request to publish was answered
notification-access-asked = Another organisation asks for access to something of yours
notification-access-answered = You can now read a report that you had asked for
notification-vetting-waiting = An organisation waits for your vote
notification-invitation-waiting = An invitation waits for a second convenor
notification-group-joined = Your organisation joined a group
notification-search-news = There is something new in a saved search
notification-erasure-near = A report of your organisation will be erased within a week

## Mail

notifications-mail-several = { $count ->
    [one] One thing needs you
   *[other] { $count } things need you
}
notifications-mail-news = { $count ->
    [one] One piece of news
   *[other] { $count } pieces of news
}
notifications-mail-both = { $count ->
    [one] One thing needs you
   *[other] { $count } things need you
}, { $news ->
    [one] and one is news
   *[other] and { $news } are news
}
notifications-mail-settings = Choose which messages you get:
notifications-mail-stop = Stop messages of this kind, without signing in:

## Settings

preferences-heading = Notification settings
preferences-lede = Choose what appears on your dashboard and what is sent to { $address }. Messages hold a link and no titles.
preferences-without-mail = This platform sends no e-mail at present. What you choose here counts once it does.
preferences-refused = If the mailbox works again, have messages sent there again. If your address has changed, ask an administrator of your organisation.
preferences-restore = Send messages there again
preferences-what = What
preferences-dashboard = Dashboard
preferences-mail = E-mail
preferences-when = When
preferences-zone = Time zone
preferences-zone-help = Daily and weekly messages leave in the morning of this zone, on Mondays if weekly.
preferences-quiet-from = No e-mail from
preferences-quiet-until = No e-mail until
preferences-quiet-help = Most messages held during these hours are sent as one when they end; alerts, deadlines, urgent messages and summaries are sent separately. Leave both empty for no quiet hours.
preferences-urgent = Hold urgent e-mail during these hours too
preferences-urgent-help = Otherwise urgent messages are sent at any hour, within a minute.
preferences-links = Links in earlier e-mail
preferences-links-text = Each message has a link that stops messages of its kind without signing in. Whoever is forwarded a message can use its link.
preferences-links-replace = Disable links in earlier messages
preferences-save = Save
preferences-reset = Use my organisation’s defaults
defaults-heading = Notification defaults
defaults-lede = These count for people of { $organisation } who have not chosen settings of their own.
topic-alerts = Alerts
topic-alerts-help = New alerts, their updates, reminders to acknowledge, and answers to ours. E-mail about them goes out at once.
topic-reviews = Reviews that wait for me
topic-reviews-help = Proposals, votes and invitations that need my decision. E-mail about urgent texts to be confirmed goes out at once.
topic-returned = My proposals
topic-returned-help = What I proposed was approved, returned to me, or ended because nobody confirmed it
topic-questions = Questions and replies
topic-questions-help = Questions, corroborations and requests about our reports, and answers to mine
topic-searches = Saved searches
topic-searches-help = Something new in a search that I asked to be told about, at most once a day
topic-groups = Group news
topic-groups-help = My organisation joined a group
topic-deadlines = Deadlines
topic-deadlines-help = Days after which something happens by itself. E-mail about them is never kept for a summary.
topic-digests = daily and weekly summaries
topic-at-once = everything that is mailed at once and is never urgent
cadence-none = None
cadence-at-once = At once
cadence-daily = Daily
cadence-weekly = Weekly
flash-settled = Marked as done.
flash-settled-all = All of them are marked as done.
flash-links-replaced = The links in earlier messages no longer work.
flash-address-restored = Messages are sent to your address again.

## Unsubscribing

unsubscribe-heading = Stop these messages?
unsubscribe-text = If you continue, you will get no more e-mail about: { $topic }. What the dashboard shows you stays as you chose it.
unsubscribe-send = Stop these messages
unsubscribe-done = These messages are stopped
unsubscribe-done-text = You will get no more e-mail about: { $topic }. You can change this at any time:

## Mail that did not get through

undelivered-heading = Undelivered mail
undelivered-lede = Messages that the mail relay did not take. Addresses are shown in outline.
undelivered-none = Nothing is held up.
undelivered-due = { $count ->
    [one] One message is due
   *[other] { $count } messages are due
}
undelivered-to = To
undelivered-why = Reason
undelivered-attempts = Attempts
undelivered-state = State
undelivered-what = What happened
undelivered-untold = What could not be told
undelivered-untold-text = Something happened, and a fault of the platform kept it from telling the people concerned. The log has the details.
undelivered-given-up = Given up
undelivered-again = Tried again
notification-alert-released = New or updated alert
notification-alert-updated = New or updated alert
notification-alert-acknowledged = An organisation acknowledged your alert
notification-alert-reminder = An alert still waits for your organisation's acknowledgement
