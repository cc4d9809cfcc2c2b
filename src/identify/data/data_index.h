#pragma once

#include "base/result.h"
#include "identify/data/data_set.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// The index file: all imported data sets, one behind the other (docs/decisions/0012). Mapped into
/// memory, so that opening it costs nothing and several runs share it.
class DataIndex {
public:
    /// No index there is no error: it has no sets.
    static Result<DataIndex> open(std::string const& path);
    /// The same of bytes that somebody else keeps; for tests and fuzz targets.
    static Result<DataIndex> of_bytes(Bytes bytes, std::string const& name);

    DataIndex();
    ~DataIndex();
    DataIndex(DataIndex&&) noexcept;
    DataIndex& operator=(DataIndex&&) noexcept;

    /// They point into this.
    std::vector<DataSet> const& sets() const { return m_sets; }

private:
    class Mapping;
    std::unique_ptr<Mapping> m_mapping;
    std::vector<DataSet> m_sets;
};

/// Takes the file's bytes in order; an error ends the writing.
using ByteSink = std::function<Result<void>(std::string_view)>;
Result<void> write_index(std::vector<DataSet> const& sets, ByteSink const& sink);

} // namespace petze
