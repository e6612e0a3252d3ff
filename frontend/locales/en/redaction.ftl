# What stays behind, and why.
reason-source-identity = identity of a source
reason-personal-data = personal data
reason-exact-place = exact place
reason-person-security = security of a person
reason-method-security = security of a method
reason-legal-privilege = legal privilege
reason-third-party-confidence = given in confidence
reason-ongoing-operation = ongoing operation
reason-other = other reason

withheld-heading = Withheld
withheld-line = { $what }: { $reason }
evidence-heading = Evidence
