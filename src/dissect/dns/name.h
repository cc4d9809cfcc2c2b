#pragma once

#include "base/byte_reader.h"

#include <cstddef>
#include <string>

namespace petze::dns {

/// A domain name (RFC 1035 section 3.1), kept as its labels, since a label may hold any byte, dots
/// too.
class Name {
public:
    /// For people: labels as sent with dots between, without the final one; the root is ".".
    /// Control bytes and backslashes are escaped (RFC 1035 section 5.1). UTF-8, blanks and dots
    /// inside a label, which the instance names of RFC 6763 are full of, stand as they are.
    std::string text() const;
    /// For searching: the same without escapes.
    std::string dotted() const;
    /// The labels with nothing between: how data that was cut to the size of labels goes together.
    std::string joined() const;
    /// Of the first of them alone.
    std::string joined(std::size_t count) const;
    std::size_t labels() const;
    /// How many there are up to the last one of at least so many bytes; 0 where none is so long.
    std::size_t labels_to_last_of(std::size_t least_bytes) const;

    /// False where labels would exceed the 255 bytes of RFC 1035 section 3.1.
    bool append(Bytes label);

    bool operator==(Name const&) const = default;

private:
    std::string m_wire; // each label after its length, without the root's
};

/// A name that begins where `in` stands; `in` then stands behind it. `message` is what the
/// pointers of RFC 1035 section 4.1.4 point into. What was read before a flaw stays; `flaw` keeps
/// the first that did not end `in` itself: a pointer that does not point back, a name too long.
Name read_name(ByteReader& in, Bytes message, std::optional<Flaw>& flaw);

} // namespace petze::dns
