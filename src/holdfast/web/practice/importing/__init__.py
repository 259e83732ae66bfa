"""Importing lists from other software, one idea a module.

uploads   hold an uploaded file in memory, never on disk, and only up to a size
limits    how much of a file is read
child     the process that opens files, with limits on time, memory and unpacked size
read_*    its readers: CSV, Excel, calendars
reading   start that process; answer with a table, or a sentence saying what is wrong
fields    what may stand in a column, and the names other software gives it
values    dates, times, amounts and words as people write them
people    names: one person or a couple, and who of a caseload may be meant
choices   what the person importing decided
caseload  what may be compared with
planning  what each row would make, and why not
plan_*    the same for clients, sessions, contacts
carrying  make it, in one transaction
"""
