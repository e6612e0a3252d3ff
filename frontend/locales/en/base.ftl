# The frame around every page, and the components in frontend/templates/macros.
product = Entente
motto = A coalition for a free Internet
skip-to-content = Skip to the content
nav-label = Main
account-of = Your account:
sign-in = Sign in
sign-out = Sign out
search-label = Search incidents
search-actions = Search joint actions for the same words
search-button = Search
demonstration-label = Demonstration
demonstration-text = The members, people and confidential reports shown here are invented. The public shutdown records are real and were collected by Access Now.
footer-promise = Nothing on this page comes from anywhere else, and everything works without scripts.
footer-api = The interface for programs

# Forms
optional = optional
choose-none = None chosen
cancel = Cancel
error-prefix = Error:
errors-heading = { $count ->
    [one] One thing needs another look
   *[other] { $count } things need another look
}
errors-nothing-lost = Nothing was saved yet, and nothing you typed is lost.

# What a field is called in the summary of what is wrong; facts have their names in incidents.ftl
field-title = Title
field-narrative = Account
field-language = Language
field-incident = Incident
field-reference = Reference
field-name = Name
field-slug = Short name
field-kind = Kind
field-country = Country
field-website = Web address
field-about = Description
field-email = E-mail address
field-password = Password
field-old = Present password
field-person = Person
field-role = Role
field-roles = Roles
field-until = Last day
field-note = Note
field-organisation = Organisation
field-members = Members
field-purpose = Purpose
field-comment = Comment
field-reason = Reason
field-keep-until = Keep until
field-sure = I am sure
field-audience = Audience
field-approvers = Who decides
field-except = Left out
field-q = Search
field-from = From
field-to = Until
field-sort = Order
field-region = Region
field-type = Type
field-year = Year
field-status = Status
field-network = Network
field-cause = Cause
field-sector = Sector
field-verification = Verification
field-stance = What you say
field-grade = Evidence
field-evidence = Reports as evidence
field-report = Report
field-words = Words
field-wished = Audience asked for
field-wanted = Reference

# Lists
crumbs-label = You are here
download = Download this list:
download-csv = Download as CSV
filters = Filters
filters-active = Active filters
filters-and-count = { $count ->
    [one] Filters (one active)
   *[other] Filters ({ $count } active)
}
filter-remove = Remove filter:
filters-clear = Remove all filters
facet-more = { $count ->
    [one] One more
   *[other] { $count } more
}
pages-label = Pages of this list
pages-first = First page
pages-next = Next page

# Marks
withdrawn-of = The report { $report }
tombstone-heading = This was withdrawn
tombstone-text = The organisation that released it withdrew it. What it said is no longer shown here. Withdrawn:
tombstone-plain-heading = This is no longer kept
tombstone-plain-text = Another version has taken its place, or the organisation that released it took it back. Since:
tombstone-reason = Reason given:
redacted = Withheld

# Pictures
map-disclaimer = Borders and names on the map imply no opinion of any member on the status of any territory.

# What was just done, said once on the page that follows
flash-saved = Saved.
