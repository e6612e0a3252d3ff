nav-desk = Desk
nav-incidents = Incidents
nav-new-report = File a report
nav-reviews = Reviews
nav-organisations = Members
nav-groups = Groups
nav-vetting = Vetting
nav-log = Log
