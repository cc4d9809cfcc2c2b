#pragma once

#include "dissect/tree/tree.h"

namespace petze {

/// A TreeReader for database files of SQLite 3 (sqlite.org/fileformat2.html): each text, number and
/// blob by "$.table.column". What no row of a table holds (deleted rows in free space, unused
/// pages) is told as bytes under "$". Indexes repeat what tables hold, and are passed over.
///
/// A file that is cut off or damaged is read as far as its pages go; nothing but a missing header
/// makes it none.
std::size_t read_sqlite(Bytes bytes, TreeSink* sink);

} // namespace petze
