# The directory: organisations, their people, vetting, groups, the log

# Organisations
members-heading = Members of the coalition
members-count = { $count ->
    [0] You see the organisations that you may know of.
    [one] One member organisation.
   *[other] { $count } member organisations.
}
members-lately = Recently joined
members-applicant = Applicants
members-suspended = Suspended
status-applicant = Applicant
status-active = Member
status-suspended = Suspended
organisation-new = Enter an applicant
organisation-new-lede = Only convenors know of an applicant until it is admitted.
organisation-name = Name
organisation-name-help = Everybody who knows of your organisation sees it. The log keeps the previous name.
organisation-kind = Kind of organisation
organisation-country = Country
organisation-country-help = Leave it empty if it belongs to no single country.
organisation-website = Web address
organisation-about = Description
organisation-about-help = A few sentences. All members read them.
organisation-enter = Enter as applicant
organisation-silent = It has no description yet.
organisation-reports = Its reports, as far as you may read them
organisation-edit = Change the description of your organisation
organisation-save = Save
organisation-history = History
slug = Short name in addresses
slug-help = Small letters, digits and hyphens. It cannot be changed later.
flash-entered = The applicant is entered. Convenors can now admit it and invite its first people.

# People of an organisation
person-me = You
person-refused = No e-mail is sent to this address: { $why }.
person-no-role = No role: reads what the public reads
role-grant = Give a colleague a role
role-grant-send = Give this role
role-until = Last day
role-until-help = Leave it empty for a role without an end.
role-end = End this role
role-waits = Counts from
role-waits-note = A role that can approve releases or verify reports counts 24 hours after it is granted inside the organisation, so that nobody can make their own second person in a moment. Convenors see that it was granted. Any role that you give yourself waits as long. A role that a convenor grants counts at once.
account-close = Close the account
invite = Invite somebody
invite-text = You get a link that works once, for seven days. Nothing is sent by e-mail: deliver the link through a channel that you trust.
invite-first-text = Nobody in this organisation can invite people yet, so a convenor does. Choose at least the administrator’s role for the first person.
invite-waiting = Invited by one convenor
invite-waiting-text = Two convenors invite the first people of an organisation, as two admit it. Check with the organisation that this is the right person before you invite them too.
invite-waiting-by = { $name } invites { $email }: { $roles }
invite-waiting-mine = You have invited them: now another convenor has to do the same.
invite-waiting-send = Invite { $email } too
invite-send = Make an invitation link
invitations-open = Open invitations
invitations-none = None.
invitation-revoke = Revoke
invited-title = Invitation made
invited-heading = Deliver this link
invited-lede = For { $email }, to join { $organisation }. It works once, within seven days.
invited-once = This link is shown only now
invited-once-text = It is not stored in clear anywhere. Copy it and deliver it through a channel that you trust. If it is lost, invite the same address again: the new link replaces this one.
invited-again = The link has been shown already
invited-again-text = This page was loaded a second time, and the link is not stored in clear anywhere. If it was lost, invite the same address again: the new link replaces the first.
invited-waits = The link does not work yet
invited-waits-text = Another convenor has to invite the same address with the same roles. They find it on the page of the organisation.
invited-letters = E-mail may not reach this address
invited-letters-text = The part before the @ has letters beyond A to Z, which not every mail server takes. If messages cannot be sent there, the page of the organisation says so beside the person, and why.
invited-back = Back to the organisation
flash-role-granted = The role is given.
flash-role-ended = The role has ended.
flash-account-closed = The account is closed and signed out everywhere.
flash-invitation-revoked = The invitation is withdrawn: its link no longer works.

# Vetting
vetting-heading = Waiting for the convenors
desk-convening = { $count ->
    [one] One thing waits for your word as a convenor
   *[other] { $count } things wait for your word as a convenor
}
vetting-lede = Once the coalition has three members, two convenors decide. Only convenors read these notes. To suspend a member, open its page.
grants-heading = Rights to approve, to admit and to verify, given inside
grants-text = Rights that organisations gave their own people in the last 30 days. Each counts 24 hours after it was given. The organisation alone knows who received it.
vetting-none = Nothing is waiting
vetting-none-text = Applicants, suspended organisations, and members about whom a convenor has made a statement appear here.
vetting-wants-admit = wants to admit it
vetting-wants-suspend = wants to suspend it
vetting-wants-readmit = wants to make it a member again
vetting-missing-admit = { $count ->
    [one] One more convenor has to want it, and the applicant becomes a member.
   *[other] { $count } convenors have to want it, and the applicant becomes a member.
}
vetting-missing-suspend = { $count ->
    [one] One more convenor has to want it, and the organisation is suspended: it keeps what is public and its own things to read, and can do nothing.
   *[other] { $count } convenors have to want it, and the organisation is suspended: it keeps what is public and its own things to read, and can do nothing.
}
vetting-missing-readmit = { $count ->
    [one] One more convenor has to want it, and the organisation is a member again.
   *[other] { $count } convenors have to want it, and the organisation is a member again.
}
vetting-suspend-summary = Suspend this member
vetting-note = Note
vetting-reason = Reason
vetting-note-help = Only convenors read it.
vetting-admit = Admit { $name }
vetting-suspend = Suspend { $name }
vetting-readmit = Make { $name } a member again
vetting-not-yours = You have decided already, or it is your own organisation: now another convenor decides.
flash-vetting-said = Your decision is noted. One more convenor has to decide the same.
flash-vetting-admit = The applicant is now a member.
flash-vetting-suspend = The organisation is suspended.
flash-vetting-readmit = The organisation is a member again.

# Groups
groups-heading = Groups of organisations
groups-lede = Only the organisations that belong to a group read what is released to it.
groups-none = There is no group that you may know of
groups-none-text = Convenors make groups. Only the members of a group with a confidential roster know of it.
group-new = Make a group
group-name = Name
group-purpose = Purpose
group-purpose-help = Whoever may know of the group reads this.
group-confidential = Confidential roster
group-confidential-help = Only its members and the convenors know that the group exists and who belongs to it. Nobody is told how many members it has.
group-confidential-mark = Confidential roster
group-confidential-text = Only its members and the convenors know of this group and of who belongs to it. Do not speak of it elsewhere.
group-open-mark = Open roster
group-open-text = Every member of the coalition may know of this group and of who belongs to it.
group-first-members = First members
group-first-members-help = They read everything that will be released to the group.
group-make = Make this group
group-kicker = Group
group-ours = Your organisation belongs to it
group-members = Members
group-members-none = Nobody yet.
group-members-count = { $count ->
    [one] One member
   *[other] { $count } members
}
group-since = since
group-reads-all = reads everything ever released to the group
group-reads-since = reads what was released since
group-remove = Remove
group-join = Let an organisation join
group-join-nobody = Every member organisation belongs to it already.
group-join-send = Let it join
group-opens = What joining gives access to
group-opens-from-now = From now on
group-opens-from-now-help = It reads what is released to the group from now on. Earlier releases stay closed to it.
group-opens-past = The past too
group-opens-past-help = It also reads everything that was ever released to the group. Make sure that those who released it would agree.
flash-group-made = The group is made.
flash-group-joined = The organisation has joined.
flash-group-left = The organisation is removed: it reads nothing of the group any more.

# The log
log-heading = Log of your organisation
log-lede = Every act, with its time and the person. Colleagues are named; others appear by their organisation. Nothing can be removed from the log.
log-none = Nothing has happened yet
log-none-text = Every act on your organisation’s reports, people and settings appears here.
log-when = When
log-who = Who
log-what = What
log-count = { $count ->
    [one] One line in all
   *[other] { $count } lines in all
}
log-operator = The operator of this platform
log-platform = The platform itself
log-somebody = Somebody unknown
log-a-person = somebody
log-a-organisation = an organisation
log-a-group = a group with a confidential roster
log-a-report = a report
log-a-evidence = a file
log-a-inquiry = a question or an answer about a report
log-a-request = a request for access
log-a-search = a saved search
log-a-feed = an address for feed readers
log-detail-begun-at = First byte
log-detail-bytes = Bytes
log-detail-sha256 = SHA-256
log-detail-encoding = Encoding
log-detail-reason = Reason
log-detail-restored = Brought back by an old backup, and erased again
log-restored-true = yes
log-detail-approvers = Decided by
log-detail-audience = Audience
log-detail-comment = Comment
log-detail-evidence = Named as evidence
log-detail-except = Without
log-detail-for = For
log-detail-id = Record
log-detail-kind = By
log-detail-media-type = Kind
log-detail-name = Name
log-detail-was = Before
log-detail-organisation = Organisation
log-detail-originals = Originals
log-detail-past = The past too
log-detail-release = Release
log-detail-request = Request
log-detail-search = Search
log-detail-address = Address
log-detail-entry = What
log-detail-revision = Revision
log-detail-role = Role
log-detail-roles = Roles
log-detail-status = Now
log-detail-system = Source
log-detail-times = Times
log-detail-to = Incident
log-detail-wanted = Wanted
log-for-desk = the desk
log-for-inquiry = a question or an answer
log-entry-question = a question
log-entry-answer = an answer
log-entry-wish = a request to share a report more widely
log-for-copy = a copy for release
log-for-download = a download
log-for-encoding = a look at how the text reads
log-for-list-of-titles = the list of titles
log-for-release = a release
log-for-manifest = the list of files and their hashes
log-for-suggestions = words that may name somebody
log-for-action = a joint action
log-for-alert = an alert
log-for-comment = a comment
log-for-note = a corroboration or dispute
log-for-template = a template
log-for-translation = a translation
log-for-words = a question or an answer
log-for-proposal = a proposal
log-for-remarks = remarks on a text that was returned
log-kind-page = a browser
log-kind-api = a program
log-status-applicant = applicant
log-status-active = member
log-status-suspended = suspended
log-wanted-admit = admission
log-wanted-suspend = suspension
log-wanted-readmit = readmission
log-past-true = yes
log-past-false = no
log-audience-public = anybody
log-audience-coalition = members of the coalition
log-audience-of-org = organisation { $name }
log-audience-of-group = group { $name }
log-audience-of-person = { $name }
log-audience-sector-government = governments
log-audience-sector-company = companies
log-audience-sector-civil-society = civil society
log-audience-sector-academia = academia
log-audience-sector-media = media
log-audience-sector-international-organisation = international organisations
log-audience-sector-secretariat = the secretariat

# Acts as the log tells them
act-account-closed = closed the account of { $subject }
act-account-edited = changed the name or language of their account
act-account-notifications-changed = changed how they are told of things
act-account-made = made the account of { $subject }
act-action-drafted = wrote the brief of { $subject }, a joint action
act-action-joined = joined { $subject }, a joint action
act-action-lead-offered = offered the lead of { $subject }, a joint action
act-action-lead-taken = took the lead of { $subject }, a joint action
act-action-left = left { $subject }, a joint action
act-action-moved = moved { $subject }, a joint action, to another stage
act-action-revised = changed the brief of { $subject }, a joint action
act-action-task-added = added a task to { $subject }, a joint action
act-action-task-changed = changed a task of { $subject }, a joint action
act-comment-drafted = wrote { $subject }, a comment on a joint action
act-comment-revised = changed the comment { $subject }
act-comment-withdrawn = took back the comment { $subject }
act-action-withdrawn = withdrew { $subject }, a joint action
act-alert-acknowledged = acknowledged { $subject }, an alert
act-alert-drafted = wrote { $subject }, an alert
act-alert-updated = updated { $subject }, an alert
act-alert-withdrawn = withdrew { $subject }, an alert
act-corroboration-corrected = corrected { $subject }, a statement on another organisation’s report
act-corroboration-drafted = wrote a statement on another organisation’s report: { $subject }
act-corroboration-withdrawn = withdrew { $subject }, a statement on another organisation’s report
act-evidence-boxes = covered parts of the file { $subject }
act-evidence-described = described the file { $subject }
act-evidence-encoding = chose how the text of the file { $subject } is encoded
act-evidence-opened = opened the original of the file { $subject }
act-evidence-rebuilt = made a copy of the file { $subject } for release
act-evidence-received = received the file { $subject }
act-evidence-refused = could not make a copy of the file { $subject }
act-evidence-removed = took the file { $subject } out of its report
act-group-created = made the group { $subject }
act-group-joined = added an organisation to { $subject }
act-group-left = removed an organisation from { $subject }
act-inquiry-drafted = wrote { $subject } about a report
act-inquiry-withdrawn = withdrew { $subject }, a question or an answer about a report
act-invitation-accepted = accepted an invitation
act-invitation-revoked = withdrew an invitation
act-organisation-edited = changed the description of the organisation
act-organisation-entered = entered { $subject }
act-organisation-board-ordered = put the cards of a stage of the board in order
act-organisation-notifications-changed = changed the notification defaults of the organisation
act-organisation-renamed = renamed { $subject }
act-organisation-status = decided on the status of { $subject }
act-organisation-voted = voted on the status of { $subject }
act-original-opened = opened the original of { $subject }
act-password-changed = changed their password
act-person-invited = invited somebody
act-refresh-token-reused = used a token of { $subject } a second time: the session was ended
act-release-approved = approved a release of { $subject }
act-release-cancelled = withdrew the proposal to release { $subject }
act-release-claimed = claimed the review of a release of { $subject }
act-release-confirmed = confirmed the release of { $subject }
act-release-proposed = proposed to release { $subject }
act-release-returned = returned the proposal to release { $subject }
act-release-unclaimed = gave up the review of a release of { $subject }
act-release-unconfirmed = released { $subject } at once, to be confirmed by a second person
act-release-voided = voided a proposal to release { $subject } by changing the text
act-release-withdrawn = withdrew a release of { $subject }
act-report-drafted = began { $subject }
act-report-edited = changed { $subject }
act-report-kept-until = set how long { $subject } is kept
act-report-erased = erased { $subject } permanently
act-report-marked = marked parts of { $subject } that must not be released
act-report-import-updated = imported a newer record of { $subject }
act-report-import-known-anew = recognised the imported record { $subject } under another id
act-report-import-held-back = held back a newer record of { $subject }, because people have changed, released or withdrawn it since
act-report-imported = imported { $subject }
act-report-retracted = retracted { $subject }
act-report-refiled = moved { $subject } to another incident
act-request-dismissed = dismissed { $subject }
act-request-ended = withdrew { $subject }, a request for access
act-request-made = asked for access: { $subject }
act-role-ended = ended a role of { $subject }
act-role-granted = gave { $subject } a role
act-search-saved = saved a search: { $subject }
act-search-edited = changed a saved search: { $subject }
act-search-deleted = deleted a saved search: { $subject }
act-search-followed = asked to be told what is new: { $subject }
act-search-unfollowed = asked to be told no more what is new: { $subject }
act-feed-address-made = made an address for feed readers: { $subject }
act-feed-address-revoked = revoked an address for feed readers: { $subject }
act-sessions-ended = ended all other sessions of their account
act-set-up-link-made = made a link for a founding convenor
act-founding-closed = closed the founding of the coalition
act-browser-forgotten = forgot a browser
act-browser-remembered = remembered a browser
act-sign-in-failed = tried to sign in as { $subject } with a wrong password
act-signed-in = signed in
act-signed-out = signed out
act-translation-drafted = translated a text: { $subject }
act-translation-withdrawn = withdrew the translation { $subject }
