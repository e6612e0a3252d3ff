# How long reports are kept

# How long reports are kept, and erasing them.
keeping-heading = Keeping and erasing
keeping-lede = Set how long a report of your organisation is kept, or erase it now. You see references only; the log says what happened to each.
keeping-soon = Erased within 30 days
keeping-soon-none = No report will be erased soon.
keeping-one = One report
keeping-reference = Report
keeping-reference-help = Its reference, such as R-7K3QX9.
keeping-until = Keep until
keeping-until-help = A day such as 2027-03-31; it is erased after that day. Leave it empty to keep it until somebody erases it.
keeping-reason = Why it is erased
keeping-reason-help = Needed to erase it now. Your organisation’s log shows it: name nobody.
keeping-sure = I am sure
keeping-sure-help = Its text, its marks and everything released of it are destroyed. Nobody can restore it.
keeping-on-desk = Kept until { $day }, then erased
keeping-link = Keeping and erasing
keeping-desk = Soon to be erased
keeping-keep = Say how long
keeping-erase = Erase it now
keeping-erased = Erased
keeping-erased-none = Nothing has been erased yet.
keeping-erased-at = Erased on
keeping-gone = Last backup gone by
flash-kept-until = The time for which the report is kept is saved.
flash-erased = The report is erased.
