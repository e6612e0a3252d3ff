# Review of a release

# Remarks on a text that is returned
remarks-heading = The reviewer’s remarks
remarks-help = Only the desk of your organisation reads this. It stays here until the report is proposed again.
remarks-new = Remarks on parts of the text
remarks-new-help = Quote the part that you mean, and say what should be done. Empty rows are ignored.
remark-number = Remark { $number }
remark-field = In which text
remark-quote = The passage
remark-ordinal = Which of several
remark-ordinal-help = Only if the passage occurs more than once: 1 for the first.
remark-words = Your remark
remark-more = Another remark
remark-selected = Remark on what is selected
remark-selected-key = Or press Alt and M.
remark-selected-none = Nothing is selected. Select words within one part of the text first: its title, the account or its facts.
remark-selected-full = Every remark here has its passage. Press “Another remark”, then select the words again.
field-remarks-field = The text of a remark
field-remarks-quote = The passage of a remark
field-remarks-ordinal = Which of several passages
field-remarks-words = The words of a remark
fault-remark-choose = Choose the text in which the passage occurs.
fault-remark-field = The proposal has no text of this name.
fault-remark-empty = A passage begins before it ends.
fault-remark-not-there = This does not occur in that text. Copy a shorter passage from it.
fault-remark-which =
    { $count ->
        [one] This occurs once only: leave this empty, or say 1.
       *[other] This occurs { $count } times there. Say which you mean, from 1 to { $count }.
    }
