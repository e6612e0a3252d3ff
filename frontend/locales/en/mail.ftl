## Mail itself: whether the instance sends any, and the message that tries it.

without-mail = Nobody gets e-mail from this platform.
without-mail-text = Notifications appear on dashboards only. Ask the operator to set a mail relay (“Mail” in docs/operations.md).

mail-test-subject = Test message
mail-test-text = This message was sent to try the mail of { $address }. There is nothing to do.
mail-test-failed = The test message did not leave: { $why }.

## Why a message did not leave. Shown to the operator.

mail-failure-unreachable = the relay cannot be reached, or broke off
mail-failure-certificate = the relay’s certificate is not believed, or it offers no TLS
mail-failure-slow = the relay did not answer in time
mail-failure-deferred = the relay refuses for now
mail-failure-refused = the relay refuses
mail-failure-login = the relay does not accept user and password
mail-failure-address = there is no such mailbox
mail-failure-letters = the relay takes no address with letters beyond ASCII before the @ (SMTPUTF8)
mail-failure-spool = the folder for mail cannot be written
mail-failure-fault = a fault of the platform: its log says more
