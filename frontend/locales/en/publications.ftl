# Published statements: how they are cleared, and what everybody reads.
publications-heading = Published statements
publications-lede = What the coalition says in public. Each statement has one address for good, made from its words.
publications-count = { $count ->
    [one] One statement
   *[other] { $count } statements
}
publications-none = No published statement
publications-none-text = Either nothing has been published yet, or nothing fits what you looked for.
publications-next = Older statements
publications-search = Search published statements
publications-atom = Atom
publications-json-feed = JSON Feed
publication-heading = Publication
publication-label = Joint statement
publication-address = Address
publication-hash = Hash of the text
publication-reserves = Reservation of { $name }
publication-reservations = Reservations
publication-names-adopted = Adopted by
publication-names-endorsed = Endorsed by
publication-names-dissociated = The following dissociate from it
publication-names-count = { $count ->
    [one] One name
   *[other] { $count } names
}
publication-published = The statement is published: everybody can read it.
publication-cleared = The statement is cleared. It is published at that moment, and not before.
publication-not-cleared = The statement is not cleared for publication yet.
publication-gone = What was published is withdrawn.
publication-open = Read what is published
publication-prepare = Open the publication
publication-waits = Not published yet
publication-opens = Opens
publication-published-on = Published
publication-adopted-on = Adopted
publication-languages = Languages:
publication-beside = Side by side with:
publication-pdf = PDF
publication-txt = Plain text
publication-json = JSON
publication-sealed = You cannot open this text. Those who decide on it can.
publication-taken-back = taken back
publication-cite = Cite it
publication-citation = “{ $title }”, joint statement { $statement }, { $day }. { $address }
publication-mode-coalition-consensus = Adopted by all states of the coalition.
publication-mode-opt-out-consensus = Adopted by the states of the coalition but those that dissociate from it.
publication-mode-signatories-only = Adopted by those who sign it.
publication-second = A second person decides
publication-second-text = What is to be published waits for a second person of the secretariat, or was sent back. If a name or a word changes meanwhile, it has to be proposed again.
publication-second-open = Open what is proposed
publication-names = Names that will stand there
publication-pending = Still waiting for their authority:
publication-translations = Other languages
publication-translations-none = The text is written in its own language alone.
publication-detach = Take this language away
publication-translate = Add a language
publication-translate-help = { $count ->
    [one] The text has one paragraph: write as many.
   *[other] The text has { $count } paragraphs: write as many, in their order, with an empty line between two. Numbers and letters before them are taken off.
}
publication-translate-send = Add the language
publication-language-help = A language tag, such as fr or pt-BR.
publication-clear = Clear it for publication
publication-clear-help = Everybody will read the text, the names below and their reservations, in all languages that are there. Nothing of the negotiation is published. A second person of the secretariat decides on it; then the names are frozen.
publication-clear-send = Propose the publication
publication-embargo-help = A day and a time, such as 2026-12-24 17:00. Nobody reads what is published before that second. Leave it empty to publish it once the second person agrees.
publication-without-pending = Publish it without the organisations that wait for their authority
publication-renew = Publish the names of now
publication-renew-help = Adds those who joined since. The text and its address stay what they are; a second person of the secretariat decides on it.
publication-renew-send = Propose the names of now
publication-recall = Take the clearance back
publication-recall-help = Nothing is published then, and names are gathered again.
publication-recall-send = Take it back
publication-recalled = It was taken back before it was published: a name changed, or the secretariat decided so.
field-embargo = Published at
flash-publication-done = It is written down.
flash-publication-proposed = The publication is proposed. A second person of the secretariat decides on it.
conflict-publication-waits = A publication of this statement waits for a second person already. Cancel that one first.
conflict-publication-nobody = Nobody stands under the text. Gather names first.
conflict-publication-gone = What was published of this statement is withdrawn, or the statement is at another stage by now.
conflict-publication-names = A name or a word has changed since this was proposed. Return it: the secretariat proposes it again as it is now.
conflict-publication-script = No font of this platform has letters of { $script }. Print the page from your browser instead.
conflict-publication-translation = Other languages are written between the adoption and the clearance.
conflict-publication-languages = A statement has at most { $most } languages besides its own.
fault-publication-language = The text itself is in this language. Choose another.
fault-publication-paragraphs = { $found } paragraphs were read, and the text has { $needed }. Write as many, with an empty line between two.
queue-kind-publication = Publication of a joint statement
log-a-publication = the publication of a joint statement
act-publication-drafted = proposed the publication { $subject } of a joint statement
act-publication-revised = proposed other names under the publication { $subject }
act-publication-withdrawn = took back the publication { $subject } of a joint statement
act-statement-translated = wrote the text of the statement of { $subject } in another language, or took that back
