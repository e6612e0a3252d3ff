# Translations

# Reports in other languages.
also-in = Also in:
translate-link = Translate
translate-title = Translate
translate-heading = Translate this text
translate-lede = You translate exactly what these readers read, and nothing that is withheld from them. A second person of your organisation reviews it; then the same people read it, in your organisation’s name.
translate-language = Into which language
translate-masks-help = Withheld parts appear as a sign such as ⟦personal_data⟧ or █████. Keep each of them, or move it to its place in your language: readers see a bar there. You cannot add others.
translate-send = Send it to a reviewer
translate-send-help = Nobody reads it until somebody else has approved it. If the text is changed, withdrawn or retracted, its translations go with it.
translate-approvers-help = You are the only person of your organisation: name one whose reviewer should decide. They see the text and your translation, and nothing else.
translation-heading = Translation
translation-text = Made by { $organisation } itself, from its text in { $language }. Where the two differ, that text counts.
translation-beside = Read both side by side
translation-of-hash = SHA-256 of the translated text:
translation-original = The text
translation-translated = The translation
translation-words = The words
translation-list = Translations
translation-state-proposed = Waits for a reviewer
translation-state-returned = Returned
translation-state-cancelled = Taken back
translation-state-live = Released
translation-state-ended = No longer released
translation-state-replaced = Replaced by a newer one
translation-state-gone = Gone with its text
translation-state-approved = Approved
translation-gone-heading = The text of this translation is no longer released
translation-gone-text = It was corrected, withdrawn or retracted, so nobody reads this translation, and it cannot be approved. The desk of its organisation keeps its words, to start from.
translation-again = Begin another from these words
translation-approve = Release it
translation-approve-text = Everybody who reads the text reads this translation too, exactly as shown here. It replaces an earlier one in the same language.
translation-withdraw = Withdraw the translation
flash-translation-proposed = Somebody else with the right to approve looks at it now. Until then nobody reads it.
flash-translation-out = The translation is released.
fault-no-such-text = The text has no such part: a translation says what its text says, and nothing more.
fault-not-translated = Every word is still as it was. Nothing is lost: translate it and send it again.
fault-language-same = This is the language of the text itself. Choose the language that you translate into.
fault-no-such-rendition = This text is not released, or no longer. Nothing is lost: compare your words with the text as it is now.
fault-mask-unknown = The text has no “{ $mask }” here, or fewer. A translation can withhold only what its text withholds.
fault-mask-missing = “{ $mask }” is missing, or appears less often than in the text. Put it wherever something is withheld, so that readers are told.
conflict-translation-waits = A translation of this text into this language waits for a decision already. Take that one back first; nothing that you typed was sent.
conflict-translation-gone = The text of this translation is no longer released as it was. Nothing was released, and the words are kept: begin another translation from them.
conflict-translation-retracted = Your organisation no longer stands by this text. Release a corrected one, and translate that.
conflict-nothing-to-translate = Nothing of this report is released: there is nothing to translate yet.
translate-again = { $language }, from the words of the earlier translation
translations-end = { $count ->
    [one] One translation goes with the text that this replaces
   *[other] { $count } translations go with the text that this replaces
}
translations-end-text = Nobody reads it in { $languages } until it is translated anew. On the desk of the report another translation can be begun from the words of the old one.
