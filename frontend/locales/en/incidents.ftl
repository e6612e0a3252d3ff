# Pages of incidents and reports
home-title = What is happening
home-heading = What is happening to the Internet, and to the people on it
home-lede = { $reports ->
    [one] One report
   *[other] { $reports } reports
} of { $incidents ->
    [one] one incident
   *[other] { $incidents } incidents
} in { $countries ->
    [0] places without a country
    [one] one country
   *[other] { $countries } countries
}, as far as you may read.
home-beside = { $count ->
    [one] One positive development, not counted among the incidents
   *[other] { $count } positive developments, not counted among the incidents
}
home-empty = There is no report yet that you may read
home-no-incident = There is no report of an incident yet that you may read
home-empty-text = Reports by members of the coalition appear here: shutdowns, blocking, surveillance, arrests. Anybody can read public reports; members sign in to read what is released to them.
home-empty-member = Be the first: write down what happened. Nobody beyond the desk of your organisation reads it until you release it.
home-where = Where
home-when = When
home-newest = Newest incidents
home-all = All incidents
list-count = { $incidents ->
    [one] One incident
   *[other] { $incidents } incidents
} in { $reports ->
    [one] one report
   *[other] { $reports } reports
}
list-count-developments = { $developments ->
    [one] One positive development
   *[other] { $developments } positive developments
} in { $reports ->
    [one] one report
   *[other] { $reports } reports
}
list-count-both = { $incidents ->
    [one] One incident
   *[other] { $incidents } incidents
} and { $developments ->
    [one] one positive development
   *[other] { $developments } positive developments
} in { $reports ->
    [one] one report
   *[other] { $reports } reports
}
list-beside = { $count ->
    [one] One positive development matches too
   *[other] { $count } positive developments match too
}
list-shown = { $shown } of { $total } shown
list-refused = This list cannot be shown as it was asked for
list-refused-text = Nothing is listed, so that this is not mistaken for another list.
list-understood = Show the list without what is named above
list-empty = No incident matches
list-empty-text = Remove a filter, or search for other words. Nothing that you may not read is counted here.
sort-label = Order
sort-newest = Newest first
sort-oldest = Oldest first
sort-relevance = Best match first
chip-from = From { $date }
chip-to = Until { $date }
column-started = Began
column-incident = Incident
column-places = Where
column-types = What
column-status = Status
column-label = Label
column-reports = Reports
reports-count = { $count ->
    [one] One report
   *[other] { $count } reports
}
map-label = World map
map-table = The same as a table, by country
map-no-code = A territory without a code
histogram-label = Reports by month
histogram-table = The same as a table, by year
source-cells = The source’s own record, cell for cell
source-confidential = confidential
updated = updated
timeline = Timeline
event-started = Began
event-ended = Ended
event-released = Report released
report-of-incident = Incident
as-others = As others read it
as-others-text = This is a rendition for a wider audience than yours.
facts = Facts
thinner = As wider audiences read it
hash = SHA-256 of this text:
version = Version { $version }
date-estimated = about { $date }
harm-between = { $least } to { $most }
harm-at-least = at least { $least }
harm-at-most = at most { $most }
harm-direct = direct effect

# Audiences
audience-among = { $names }. Others may read it too.
audience-public = Anybody
audience-coalition = All members of the coalition
audience-sector-government = Governments
audience-sector-company = Companies
audience-sector-civil-society = Civil society
audience-sector-academia = Academia
audience-sector-media = Media
audience-sector-international-organisation = International organisations
audience-sector-secretariat = The secretariat

# Facets
facet-country = Country
facet-region = Region
facet-type = Type
facet-year = Year
facet-status = Status
facet-network = Network
facet-service = Service
facet-cause = Cause
facet-sector = Sector
facet-organisation = Organisation
facet-verification = Verification

# Facts
fact-types = What happened
fact-countries = Countries
fact-regions = Regions
fact-places = Places
fact-cross-border = Felt across borders in
fact-started = Began
fact-ended = Ended
fact-status = Status
fact-status-as-of = Status known until
fact-dates = Contradicting dates
status-at-end-of = { $status } at the end of { $date } (source)
status-on = { $status } on { $date } (source)
dates-end-before-start = The end lies before the start, as the source gives them.
dates-ongoing-and-ended = The source calls it ongoing and gives an end.
dates-ongoing-before-start = The source calls it ongoing at a time before its start.
fact-extent = Extent
fact-scope = Reach
fact-networks = Networks
fact-services = Services
fact-domains = Domains
fact-asns = Autonomous systems
fact-operators = Operators
fact-ordered-by = Ordered by
fact-decision-maker = Decided by
fact-actor-type = Who acted
fact-stated-reasons = Reasons given by authorities
fact-stated-reason-text = Reasons in their words
fact-assessed-causes = Causes found by observers
fact-assessed-cause-text = Causes in words
fact-legal-basis-claimed = A law is claimed
fact-legal-basis-text = The law claimed
fact-tests-legality = Provided by law
fact-tests-legitimate-aim = Legitimate aim
fact-tests-necessity = Necessary
fact-tests-proportionality = Proportionate
fact-rights = Rights touched
fact-instruments = Instruments
fact-harms = Harm
fact-affected-groups = Groups affected
fact-people-affected = People affected
fact-acknowledged-government = Acknowledged by the government
fact-acknowledged-operators = Acknowledged by operators
fact-context-election = Around an election
fact-context-violence = Around violence
fact-context-rights-abuse = Around abuses of rights
fact-technologies = Technologies
fact-vendors = Vendors
fact-sources = Sources
fact-source = Imported from

# Words of the vocabularies
word-academia = Academia
word-account-restriction = Account restriction
word-arrest = Arrest
word-assembly = Assembly
word-association = Association
word-blocking = Blocking
word-both = Both, at different times or places
word-broadband = Broadband
word-cable-damage = Cable damage
word-civil-society = Civil society
word-communal-violence = Communal violence
word-company = Company
word-conflict = Conflict
word-content-removal = Content removal
word-corroborated = Corroborated
word-cyberattack = Cyberattack
word-data-demand = Data demand
word-day = Day
word-disputed = Disputed
word-elections = Elections
word-encryption-restriction = Encryption restriction
word-ended = Ended
word-exam-cheating = Exam cheating
word-executive-government = Executive government
word-expression = Expression
word-filtering = Filtering
word-full-network = Whole network
word-government = Government
word-hacking = Hacking
word-harm-association = Freedom of association
word-harm-democratic-process = Democratic process
word-harm-expression = Freedom of expression
word-harm-financial = Financial harm
word-harm-loss-of-life = Loss of life
word-harm-other = Other harm
word-harm-privacy = Privacy
word-harm-vital-services = Vital services
word-harmful-content = Harmful content
word-illegal-content = Illegal content
word-information = Information
word-information-control = Control of information
word-international-organisation = International organisation
word-intimidation = Intimidation
word-judiciary = Judiciary
word-law-enforcement = Law enforcement
word-law-or-measure = Law or measure
word-legislature = Legislature
word-local = One city or district
word-local-government = Local government
word-media = Media
word-met = Met
word-military = Military
word-mobile = Mobile
word-month = Month
word-multi-regional = Several regions
word-national = The whole country
word-national-security = National security
word-natural-disaster = Natural disaster
word-no = No
word-non-government = Not a government
word-non-state = Not a state
word-not-met = Not met
word-official-visit = Official visit
word-ongoing = Ongoing
word-online-harassment = Online harassment
word-opinion = Opinion
word-other = Other
word-political-instability = Political instability
word-positive-development = Positive development
word-power-outage = Power outage
word-precaution = Precaution
word-privacy = Privacy
word-protests = Protests
word-public-order = Public order
word-regional = One region
word-regulator = Regulator
word-religion-or-belief = Religion or belief
word-religious-holiday-or-anniversary = Religious holiday or anniversary
word-retracted = Retracted
word-sabotage = Sabotage
word-school-exams = School exams
word-secretariat = Secretariat
word-service-based = Certain services
word-shutdown = Shutdown
word-source-academic = Academic
word-source-civil-society = Civil society
word-source-company = Company
word-source-information-request = Information request
word-source-measurement = Measurement
word-source-news-media = News media
word-source-official = Official
word-source-other = Other source
word-source-social-media = Social media
word-source-witness = Witness
word-state = State
word-state-government = State government
word-state-linked = Linked to a state
word-surveillance-mass = Surveillance of everybody
word-surveillance-targeted = Surveillance of chosen people
word-technical-problem = Technical problem
word-technical-problems = Technical problems
word-technology-export = Technology export
word-throttling = Throttling
word-unclear = Unclear
word-unknown = Unknown
word-unverified = Unverified
word-verified = Verified
word-violence = Violence
word-year = Year
word-yes = Yes

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
corroboration-title = Corroboration or dispute:
corroboration-heading = Corroboration or dispute
corroboration-of = About the report
corroboration-approve = Make it public
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
readers-now = Who can read it now, if they read the report: { $names } ({ $reach }).
readers-later = Who can read it then, if they read the report: { $names } ({ $reach }).
flash-report-retracted = The report is marked as retracted for everybody who reads it.
same-text = The same text is released to others too: { $names }.
