# Signing in, one's own account, and the question before an act that nothing undoes

# Signing in
sign-in-heading = Sign in to your organisation’s account
sign-in-lede = Public reports can be read without an account.
sign-in-no-account = There is no registration: an account begins with an invitation from the administrator of your organisation. If you have forgotten your password, they can close the account and invite you to another address.
sign-in-wait = { $count ->
    [one] Too many attempts. Try again in one second. Nothing is locked for good.
   *[other] Too many attempts. Try again in { $count } seconds. Nothing is locked for good.
}
sign-in-remember = Remember this browser on this device
sign-in-remember-help = If somebody keeps the sign-in page busy by guessing passwords, you still get in quickly from here. You always need your password. Leave it unticked on a device that others use or that may be searched: a cookie shows that somebody signed in here.
flash-signed-out = You are signed out.
flash-forgotten = You are signed out, and this browser is forgotten.

# Account
account-heading = Your account
account-no-role = You hold no role now, so you read what the public reads. Ask the administrator of your organisation.
account-you = You
account-save = Save name and language
account-password = Password
account-password-text = A new password ends all your other sessions and forgets your other browsers.
account-password-send = Change the password
account-sessions = Where you are signed in
account-sessions-text = If you do not recognise a session, end it and change your password.
session-this = This one
session-since = Since
session-seen = Last used
session-browser = A browser
session-program = A program
session-program-of = A program ({ $device })
session-end = End this session
session-end-others = End all other sessions and forget other browsers
account-browsers = { $count ->
    [one] One other browser is remembered for your account.
   *[other] { $count } other browsers are remembered for your account.
}
account-browser = This browser is remembered
account-browser-text = You sign in quickly from it even while strangers guess passwords. It cannot sign in without your password.
account-browser-forget = Sign out and forget this browser
flash-password-changed = Your password is changed. All other sessions have ended, and other browsers are forgotten.
flash-session-ended = The session has ended.
flash-sessions-ended = All other sessions have ended, and other browsers are forgotten.

# Asked before an act that nothing undoes
confirm-role-end = End this role?
confirm-role-end-text = It ends with their next click. A new grant starts anew: a role that can approve or verify waits 24 hours again.
confirm-role-end-send = End the role
confirm-account-close = Close this account?
confirm-account-close-text = They are signed out everywhere, at once and for good. What they wrote stays with the organisation.
confirm-account-close-send = Close the account
confirm-invitation-revoke = Take this invitation back?
confirm-invitation-revoke-text = Its link stops working at once.
confirm-invitation-revoke-send = Take the invitation back
confirm-suspend = Suspend this organisation?
confirm-suspend-text = You say that it should be suspended. Once enough convenors say so, its people can do nothing from then on, and nothing more can be addressed to it.
confirm-suspend-send = Say that it should be suspended
confirm-member-remove = Remove this member from the group?
confirm-member-remove-text = From now on it reads nothing of this group, old or new.
confirm-member-remove-send = Remove the member
confirm-founding-close = Close the founding?
confirm-founding-close-text = Links of founding convenors that nobody has used stop working. From now on a right to approve, to admit or to verify that is given inside an organisation waits 24 hours. The founding cannot be opened again.
confirm-founding-close-send = Close the founding
confirm-session-end = End this session?
confirm-session-end-text = That device is signed out at once. What was typed there and not sent is lost.
confirm-session-end-send = End the session
confirm-sessions-end = End all other sessions?
confirm-sessions-end-text = Every other device is signed out at once. What was typed there and not sent is lost.
confirm-sessions-end-send = End all other sessions
confirm-request-end = End this request?
confirm-request-end-text = It is deleted, and shown to nobody any more.
confirm-request-end-send = End the request
confirm-request-dismiss = Set this request aside?
confirm-request-dismiss-text = Your organisation is not shown it any more. The organisation that asks is not told.
confirm-request-dismiss-send = Set the request aside
confirm-file-remove = Take this file out of the report?
confirm-file-remove-text = It is not shown with later releases. What is released already stays until you withdraw it.
confirm-file-remove-send = Take the file out
confirm-proposal-cancel = Take this proposal back?
confirm-proposal-cancel-text = Nobody decides on it any more. To release the text you have to propose it again.
confirm-proposal-cancel-send = Take the proposal back
confirm-delegation-recall = Take this request back?
confirm-delegation-recall-text = What was handed over for it is destroyed.
confirm-delegation-recall-send = Take the request back
