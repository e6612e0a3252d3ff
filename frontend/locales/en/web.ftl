time-now = just now
time-minutes-ago = { $count ->
    [one] one minute ago
   *[other] { $count } minutes ago
}
time-hours-ago = { $count ->
    [one] one hour ago
   *[other] { $count } hours ago
}
time-days-ago = { $count ->
    [one] one day ago
   *[other] { $count } days ago
}
time-in-minutes = { $count ->
    [one] in one minute
   *[other] in { $count } minutes
}
time-in-hours = { $count ->
    [one] in one hour
   *[other] in { $count } hours
}
time-in-days = { $count ->
    [one] in one day
   *[other] in { $count } days
}
problem-not-found = There is nothing here for you to read
problem-not-found-text = The address may be mistyped, or it leads to something that you may not read. Nothing you did was lost.
problem-denied = This is not yours to do
problem-denied-text = Nothing was changed.
problem-expired = This form has expired
problem-expired-text = Nothing was changed. You signed out, or the page was open for too long. Open it again and send the form once more.
problem-written = What you typed
problem-written-text = It was not kept anywhere else. Copy it before you leave this page.
sign-in-apart = Sign in on another page
problem-sign-in = Please sign in
problem-sign-in-text = Your session has ended or you have not signed in yet. Nothing was changed.
problem-invalid = Some fields need another look
problem-invalid-text = Nothing was changed. Go back, correct what is named below, and send the form again.
problem-malformed = This request cannot be read
problem-malformed-text = Nothing was changed. Go back to the page you came from and try again from there.
problem-wrong-method = This address does not answer such a request
problem-wrong-method-text = Nothing was changed. Go back to the page you came from and try again from there.
problem-stale = Somebody changed this while you were working
problem-stale-text = Nothing was overwritten. Go back, open the page again and compare before you save.
problem-conflict = This is not possible now
problem-conflict-text = Nothing was changed.
problem-too-large = This is too large
problem-too-large-text = Nothing was stored. Make it smaller and try again.
problem-too-many = Please wait a little
problem-too-many-text = Too many attempts in a short time. Nothing was lost.
problem-unavailable = Not available right now
problem-unavailable-text = The server is starting, or catching up with the latest changes. Nothing saved is lost. Open this page again in a few seconds. If the problem lasts for minutes, tell your operator.
problem-unsaved = Nothing was saved
problem-unsaved-text = The server cannot write at the moment: its disk is full, or its database is in use. Nothing was changed. Try again in a minute. If the problem lasts, tell your operator.
problem-internal = Something went wrong on our side
problem-internal-text = A change is made completely or not at all. Try again; if it happens again, tell your operator this number:
problem-back = Back to the first page
