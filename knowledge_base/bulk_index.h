// A new database of many documents, written by all processors.
//
// Xapian gathers the postings of documents that are not committed yet in maps ordered by word. Adding a document of 300
// words to them takes 0.3 ms while they hold a few dozen documents and 1.2 ms once they hold a thousand and outgrow the
// processor's caches; finding its words takes another 0.25 ms, writing it 0.35 ms. So databases of a few hundred
// documents are written, and Xapian's compact merges them, which only reads and writes in order. What is left is
// Xapian's own work on words and maps: that is the limit of indexing through it, and more processors are the way past
// it.
#pragma once

#include <xapian.h>

#include <functional>
#include <string>
#include <vector>

#include "knowledge_base/index_document.h"

namespace hallmark::knowledge {

// Writes documents 0 … count - 1 with the numbers 1 … count, whatever the number of processors, and returns their
// lengths. `make` is called by several threads. A folder of the same name with “-parts” behind it is used and removed.
// Throws Xapian::Error.
std::vector<Xapian::termcount> write_database(const std::string& folder, std::size_t count,
                                              const std::function<Xapian::Document(DocumentMaker&, std::size_t)>& make);

// A generation is not read before XAPIANDB names it, so nothing in it needs to be safe or on the disk until then.
inline constexpr int unpublished = Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS;

}  // namespace hallmark::knowledge
