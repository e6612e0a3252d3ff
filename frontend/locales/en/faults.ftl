# What is wrong with what was sent, and why something is refused. Each names what to do where that is not plain.
fault-missing = Please fill this in.
fault-text = Text is needed here.
fault-too-long = At most { $most } characters, please.
fault-too-many-words = At most { $most } words or phrases can be searched for at once (in writing without spaces, { $most } characters in a row). Nothing was searched for.
fault-control-character =
    The character { $character } in line { $line }, at place { $column } of the line, cannot be shown. Delete it, or type
    it anew.
fault-no-such-field = There is no such field.
fault-list = This must be a list.
fault-list-of-texts = A list of at most { $most } texts is needed.
fault-too-many-entries = A list holds at most { $most } entries.
fault-object = This must be an object.
fault-true-or-false = This must be true or false.
fault-whole-number = This must be a whole number from 0 to 9007199254740992.
fault-cadence = Choose how often mail is sent.
fault-topic = Name each topic by its word, in one list of mail at most. Deadlines are never kept for a summary.
fault-time-zone = Choose a time zone from the list.
fault-hour = Choose an hour from the list.
fault-quiet-hours = Choose both hours, or leave both empty for no quiet hours.
fault-quiet-hours-same = Quiet hours cannot end at the hour at which they begin. Choose another hour, or leave both empty for no quiet hours.
fault-one-of = This must be one of: { $words }.
fault-web-address = An address that begins with https:// or http://, please.
fault-address-characters = An address holds no blanks, quotation marks or angle brackets.
fault-domain = This must be a domain name, such as example.org.
fault-email = This is not an e-mail address such as name@example.org.
fault-slug = Small letters a to z, digits and hyphens, please.
fault-slug-new = This word stands for a page of its own. Please choose another.
fault-slug-taken = This short name is taken already.
fault-language-twice = There is a text in this language already. Choose another language.
fault-language-tag = A language tag such as en, ar or zh-Hant is needed.
fault-no-such-language = There are no pages in this language yet.
fault-country = A country code of two letters, such as KE.
fault-subdivision = “{ $value }” is not an ISO 3166-2 code, such as IN-JK.
fault-world-region = This is not a region of the world.
fault-limit = A number from 1 to 200 is needed.
fault-no-own-report = There is no report of your organisation with this reference.
fault-not-sure = Tick the box if you are sure.
fault-day-to-come = A day that is still to come, please.
fault-moment = A moment as in 2026-05-20T08:00:00Z, please.
fault-day =
    A date such as 2022-02-14 is needed. 14.2.2022 is understood too; 3/4/2022 could be two different days.
fault-no-such-parameter = There is no such parameter, or no such value of it.
fault-own-alone = This does not go together with “own”.
fault-no-such-value = There is nothing called “{ $value }” to narrow the list by.
fault-too-many-values = At most 100 values of at most 200 bytes, please.

# Marks
fault-mark-field = There is no text of this name in the report.
fault-mark-empty = A mark begins before it ends.
fault-mark-beyond = The text ends at { $length }.
fault-mark-fact = This cannot be marked, or not at this level.
fault-mark-level = This must be one of: withheld, month, year, region, country, range, kind.
fault-mark-evidence = The report has no file of this name.
fault-file-missing = Choose a file that is not empty.
fault-one-file = One file at a time, please.
fault-box-place = A box needs an existing page, and a place and size in thousandths: whole numbers.
fault-encoding = Choose one of the encodings that the text can be in.
conflict-evidence-encoding = This file is no text, or it says itself how it is encoded.
conflict-rights-changed = This was done before, and your rights have changed since. It is not done twice: look at its result.
conflict-founding-closed = The founding is closed already.
conflict-evidence-waits = A copy of a file to be released with this text is still being made. Try again in a moment.
conflict-evidence-many = A report has at most { $most } files.
conflict-evidence-removed = This file was removed from the report.
conflict-file-changed =
    Somebody changed this report or its files in the meantime. Nothing is lost: what stands now is shown, and what you
    typed beside it. Look at it, then send it again.
conflict-evidence-refused = There is no copy of this file: nothing can be covered in it.
conflict-evidence-text = A text has no boxes: change the text itself, and attach it anew.
malformed-no-upload = An upload was expected: multipart/form-data with a part named file, and each field once.
fault-mark-target = A mark is on a part of a text (field, start, end), on a fact, or on a file (evidence): one of them.
fault-mark-reason = Choose a reason. “Other” needs words, and no other reason has any.
fault-mark-words = At most { $most } characters, and no ⟦ or ⟧, please.
fault-mark-part-of-fact = A code, a name of a service or an address cannot be withheld in part. Mark the whole fact.
fault-marks-lost = Confirm that this is settled: every mark that lost its place is set again above, or is no longer needed.
fault-brackets-text-changed = Apart from the brackets this is not the text of the report. The text is changed on the edit page; here parts of it are marked.
fault-brackets-nested = There is a ⟦ within ⟦…⟧. Close one before you open the next.
fault-brackets-open = Each ⟦ needs its ⟧, in this order.
fault-brackets-empty = There is nothing between ⟦ and ⟧.
fault-brackets-typed = The brackets ⟦ and ⟧ stand for withheld parts, so a text cannot contain them. Use [ and ] instead.
fault-brackets-in-text = The text itself contains ⟦ or ⟧, so parts of it cannot be marked by brackets. Remove them on the edit page first.
fault-marks-not-nested = Somebody who reads this as well as a released text would be shown the text that says less. Let both audiences see what is marked, or neither.

# Facts
fault-no-such-fact = There is no fact of this name.
fault-unknown-alone = “unknown” cannot be combined with other values.
fault-date =
    This must be a date from 1900 to 2100: 2021, 2021-03 or 2021-03-05. In forms 5.3.2021 is understood too; 5/3/2021
    could be two different days.
fault-date-or-unknown = Give the date, or “unknown”.
fault-precision = The date is not written as exactly as its precision says: { $precision }.
fault-end-before-start = The end lies before the start. Correct one of the two dates.
fault-ongoing-and-ended =
    It cannot be ongoing and have ended. Choose “ended”, or leave the date of the end empty.
fault-far-ahead =
    This lies more than a year ahead. If the year is mistyped, correct it; what is only planned can be said in the account.
fault-less-than-minimum = This is less than the minimum.
fault-asn = This must be the number of an autonomous system, such as AS64496.
fault-too-many-cells = A source’s row has at most { $most } cells.
fault-cell-name = The name of cell { $place } is longer than { $most } characters.

# Reports, releases, incidents
fault-no-audience = Choose at least one audience.
fault-public-except = Everybody can read a public text: no organisation can be left out.
fault-except-own = An organisation cannot leave itself out of its own release.
fault-no-such-audience = There is no audience “{ $name }”.
fault-no-such-organisation = There is no organisation “{ $name }”.
fault-no-such-member = There is no member organisation “{ $name }”.
fault-no-such-incident = There is no incident with this reference that you can read.
fault-other-incident = The reference of the other incident is needed.
fault-merge-with-itself = An incident cannot be merged with itself.
fault-reference-or-null = A reference is needed, or null for a new incident.
fault-comment-missing = Say what should be changed: a comment is needed.
fault-reason-missing = Say why: the reason stays where the text was.
fault-not-urgent = This text waits for a second person whatever its urgency: only some kinds of text are released at once, and none to everybody. Propose it without urgency.
fault-urgent-correction = What a second person has agreed to is not replaced before a second person agrees again. Propose the correction without urgency.
fault-approvers-at-home = Your own organisation has enough people: a colleague with the right to approve decides.
fault-approvers-needed = You are the only person of your organisation. Name an organisation whose approver should look at this.
fault-approvers-of-group = Choose an organisation that belongs to the group: others may not know of it.
fault-incident-missing = Choose an incident, or type its reference.
conflict-state = { $subject } is { $state }; this can be done only while it is { $needed }.
conflict-marks-lost =
    { $count ->
        [one] A mark lost its place when the text was changed. On the page “Redactions” of this report, set it again or say that it is no longer needed; then propose.
       *[other] { $count } marks lost their places when the text was changed. On the page “Redactions” of this report, set them again or say that they are no longer needed; then propose.
    }
conflict-proposed-already = The same release is proposed already and waits for its decision.
conflict-text-changed = The text was changed after this was proposed. Propose it again.
conflict-addressee-not-active = { $name } is not an active member now: nothing can be released to it. Withdraw this proposal.
conflict-claimed = Somebody else has claimed this and is looking at it.
conflict-too-many-claims = You have claimed 15 already: decide some or give some up.
conflict-too-many-unconfirmed = Nobody has confirmed { $most } of your urgent texts yet. Ask a colleague to confirm or return one, withdraw one, or send this one as usual: it is released when a colleague approves it.
conflict-leaves-readers = Since this was proposed, somebody has come to read the earlier text who would be left without this one, such as a member that was readmitted. Nothing was released. Return it, so that its author can include them.
conflict-too-many-urgent = You have sent { $most } urgent texts and updates within a day that nobody has confirmed. Send this one as usual: it is released when a colleague approves it.
conflict-alert-author-inactive = The organisation that posted this alert is not an active member at present: nobody there would read an answer.
conflict-owner-suspended = The organisation whose text this is cannot release anything at present.
conflict-nothing-out = Nothing of this release is still released.
conflict-alone-already = This report stands alone in its incident already.
conflict-key-used = This key was used before, for another request.
denied-decide-release = Only somebody of that organisation with the right to approve decides this, and never its proposer.
denied-cancel-release = Only the organisation that proposed this can withdraw it.
denied-merge = Only an organisation with a report in this incident can merge it.
denied-desk = Your role does not give access to this desk.
denied-role = This needs a role that you do not hold. If you need it for your work, ask the administrator of your organisation.
denied-inactive = Your organisation is not an active member of the coalition now, and nobody of it can act here. The convenors of the secretariat decide about that: ask them.
denied-form-expired = This form has expired.
subject-release = This release
state-release-proposed = proposed
state-release-claimed = claimed
state-release-approved = approved
state-release-unconfirmed = released and not confirmed
state-release-lapsed = ended, because nobody confirmed it in time
state-release-returned = returned
state-release-cancelled = taken back

# What is said of a report
fault-stance = Choose what you say of it: that it is so, that it is not, that it was verified, or your government’s reply.
fault-evidence-not-out = { $name } is not a report of your organisation with a released text. Check the reference, or release the report first.
fault-grade = Evidence is graded only when a report is verified: strong, good or fair.
fault-no-such-report = There is no report with this reference in the incident that you can read.
denied-not-concerned = Only the government that this report, as you read it, is about has the right of reply. Yours is not concerned.
denied-own-report = This is a report of your own organisation: only others can corroborate or dispute it.
denied-correct-other = Only the organisation that wrote this can correct it.
conflict-report-not-read = Your organisation no longer reads the report that this is about: it can be withdrawn, and not corrected.
conflict-newest-version = This is the newest version. Withdraw the whole text instead.
conflict-nothing-to-retract = Nothing of this report is released: there is nothing to retract.
conflict-retracted-already = This text is retracted already. A corrected one can be released.

# People
fault-sign-in = This address and this password do not fit together.
fault-old-password = This is not your present password.
fault-password-short = At least { $least } characters, please. A few unrelated words are easy to remember.
fault-password-weak = This password is too easy to guess. A few unrelated words are better.
fault-password-breached = This password is known from a breach elsewhere. Please choose another.
fault-address-taken = This address cannot be used. Ask for an invitation to another one.
fault-kind = Choose one of the seven kinds.
fault-no-role = Choose a role.
fault-no-such-role = There is no role “{ $name }”.
fault-nobody-here = Nobody here has this address.
fault-convenor = Only a convenor can make another convenor, in the secretariat.
fault-end-in-the-past = The end lies in the past.
conflict-role-held = This person holds this role already.
conflict-own-role = Another administrator has to end this role of yours.
conflict-own-account = Another administrator has to close your account.
conflict-status = { $name } is { $status }: this is not possible now.
conflict-own-organisation = Nobody decides on their own organisation.
conflict-said-already = You have decided already: now somebody else has to.
conflict-no-member = Only a member organisation can join a group.
conflict-belongs-already = This organisation belongs to the group already.
word-applicant = an applicant
word-active = a member
word-suspended = suspended

# Requests that cannot be read
malformed-not-json-type = Send a body of the type application/json.
malformed-not-json = The body is not JSON: { $why }
malformed-no-list = The body is not a JSON list.
malformed-no-object = The body is not a JSON object.
malformed-no-version = Say which version you changed: send the ETag you read as If-Match.
malformed-not-utf-8 = The form is not in UTF-8. Nothing was changed.
malformed-encoding = The form is not encoded as a form should be. Nothing was changed.
malformed-no-form = A form was expected.
malformed-broke-off = The request broke off.
malformed-idempotency-key = Idempotency-Key: 1 to 200 printable ASCII characters.
malformed-cursor = This page of the list cannot be found. Start from its first page.
too-large-limit = The limit is { $limit } bytes.
too-many-seconds = { $seconds ->
    [one] Try again in one second.
   *[other] Try again in { $seconds } seconds.
}
fault-inquiry-kind = Say whether it is a question or a sharing request.
fault-wished-alone = Only a sharing request names the audience asked for. Leave it out of a question.
fault-wish-audience = A sharing request goes to the owner of the report alone. Leave the audience out.
fault-no-wish = Say who should read the report as well.
fault-wish-of-group = The owner of the report may not know of one of these groups: the request cannot name it to them.
fault-except-party = The two organisations in this thread always read it.
fault-wanted = A reference of a report or an incident, such as R-7K3QX9.
fault-wanted-or-country = Name a reference, or a country.
fault-period = The period ends before it begins.
fault-period-country = A period needs a country.
conflict-party-not-active = { $name } is not an active member now: nothing can be addressed to it.
conflict-asked-enough = Your organisation has { $most } questions and sharing requests under this report. Withdraw one that is settled before you write another.
conflict-thread-closed = This cannot be answered any more: the report or the question is no longer released.
conflict-too-many-requests = Your organisation has { $most } requests open already. Take one back first.
denied-ask-own = This is a report of your own organisation: only others can ask about it.
denied-reply = Only the organisation that asked and the one that was asked write here. You can ask a question of your own.
fault-correction-leaves-readers = This version needs a second person and leaves out readers of the present text. First take the text from them: send the present words, unchanged, to some of their readers and to nobody else, with a reason. That is released at once. Then change the words or the readers.
# Alerts
fault-alert-word = Choose one of the values of the Common Alerting Protocol.
fault-alert-message = A first alert is an alert. Its versions are an update, an all-clear or a correction of a false alarm.
fault-offer-missing = Write what your organisation can offer, or acknowledge without an offer.
fault-offer-alone = An offer comes with an acknowledgement: choose “Acknowledge with this offer”.
fault-alert-answer = The answer is “seen” or “acknowledged”.
fault-alert-moment = This is not a date and time, such as 2027-03-01 18:00.
fault-expiry-twice = The alert would expire at two different times: choose how long it lasts, or type a date and time, and leave the other empty.
fault-expiry-past = This is in the past: readers would never see the alert as current.
fault-expiry-far = An alert expires within { $days } days at most. You can update it before that.
fault-too-many-links = At most { $most } links.
fault-no-such-link = There is no incident or report { $reference } that you can read.
fault-too-many-languages = At most { $most } languages.
conflict-alert-readers = Its readers have changed since you looked at it. Look again at who will see it, and then post it.
conflict-correction-waits = A newer version of this waits for its second person already. Wait for the decision, or take that proposal back first.
conflict-alert-updated = Somebody has updated this alert since you opened this form. Look at it, and then update it.
conflict-alert-over = This alert has expired or is over: it can no longer be acknowledged or updated. If there is news, post another one.
conflict-alert-expired = This alert has expired before it was released. Its author can post it again with a later expiry.
conflict-alert-acknowledged = Your organisation has already acknowledged this.
denied-own-alert = Your own organisation posted this alert.
