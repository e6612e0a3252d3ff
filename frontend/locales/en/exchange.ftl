# Documents that people take along.
document-take = As a document (DOCX)
document-needed = What is needed
document-begun-by = Begun by
document-readers = For: { $names }
document-made = Made on { $when } for { $name }, { $organisation }.
document-made-public = Made on { $when } from what everybody may read.
document-handling = It holds what this reader could read at that moment, and is to be handled as its marking says.
