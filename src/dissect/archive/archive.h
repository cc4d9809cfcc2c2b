#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace petze {

/// What comes out of an archive, in order. Called back from within take(), gap() and finish().
class ArchiveHandler {
public:
    virtual ~ArchiveHandler() = default;
    /// An entry begins. False: its data is not to be unpacked but given as it is.
    virtual bool entry_begins(std::string_view name) = 0;
    virtual void entry_data(Bytes piece) = 0;
    /// `whole` is false where its data is cut off, damaged, or given as it is because it is
    /// encrypted or packed in a way that is not read.
    virtual void entry_ends(bool whole) = 0;
    /// What belongs to no entry and is not a header: comments, extra fields, foreign bytes.
    virtual void outside(Bytes piece) = 0;
    virtual void trouble(std::string_view what) = 0; // literal
    /// Bytes were unpacked: false where they are too many.
    virtual bool unpacked(std::size_t made, std::uint64_t made_of_entry,
                          std::uint64_t taken_of_entry) = 0;
};

} // namespace petze
