# Incidents, their lists and pages

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
map-alerts = Current alerts
map-alerts-count = { $count ->
    [one] One current alert
   *[other] { $count } current alerts
}
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

# Grouping
filing-title = Group
filing-heading = Which incident is this about?
filing-alone = This report stands alone now, in
filing-together = It is grouped with other reports now, in
filing-alike = Incidents like this one
filing-alike-help = In the same country and at about the same time, among what you may read. The same kind of event comes first.
filing-none-alike = Nothing that you may read is like this report. With a country and a date among its facts, more can be found.
filing-reference = Another incident, by its reference
filing-reference-help = Such as I-7K3QX9.
filing-file = Group it there
filing-leave = Leave it where it is
filing-split-heading = Or split it off
filing-split-text = The report leaves its incident and begins one of its own. The other reports stay.
filing-split = Split into an incident of its own
merge-title = Merge
merge-heading = Merge this incident with another
merge-lede = The reports of your organisation move to the other incident. Reports of others stay until their own organisations move them.
merge-moving = { $count ->
    [one] One report moves
   *[other] { $count } reports move
}
merge-staying = { $count ->
    [one] One report of another organisation stays here.
   *[other] { $count } reports of other organisations stay here.
}
merge-button = Merge
merge-link = Merge with another incident
