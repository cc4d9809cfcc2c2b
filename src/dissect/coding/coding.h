#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What content may be wrapped in: content codings (RFC 9110 §8.4.1 and the registry it founds),
/// transfer encodings of MIME (RFC 2045 §6), and the escapes of markup. The compressing ones come
/// first.
enum class Coding : std::uint8_t {
    gzip,
    deflate,
    br,
    zstd,
    lz4,
    snappy,
    base64,
    base32,
    hex,
    quoted_printable,
    entities,
    aws_chunked
};

/// As a path names it: "gzip", "base64", "quoted-printable".
std::string_view name_of(Coding coding);

/// As a header declares it: "gzip", "x-gzip", "BASE64"; nothing for "identity", "7bit" and what
/// nobody here knows.
std::optional<Coding> coding_named(std::string_view name);

/// Gzip, zstd, lz4 and snappy's framing tell by their first bytes that they are there; zlib by two
/// of them, and by what can be inflated of the others; signed chunks of Amazon's by their first
/// line.
std::optional<Coding> coding_of(Bytes first);

/// Undoes one coding, a piece at a time, with memory that does not grow with the content.
class Decoder {
public:
    enum class State : std::uint8_t {
        more,    // wants more of the input, or of the room for output
        end,     // what follows is not of it
        damaged, // what could be read before the damage has been
    };
    struct Step {
        std::size_t taken{}; // of the input
        std::size_t made{};  // of the room
        State state = State::more;
    };
    /// Room for output that each call needs at the least.
    static constexpr std::size_t least_room = 64;

    Decoder() = default;
    virtual ~Decoder() = default;
    Decoder(Decoder const&) = delete;
    Decoder& operator=(Decoder const&) = delete;

    /// Takes nothing and makes nothing only where it needs more input.
    virtual Step decode(Bytes in, std::span<std::uint8_t> out) = 0;
    /// The input has ended: what was held back comes now.
    virtual std::size_t finish(std::span<std::uint8_t>) { return 0; }
    /// Whether the input may end here; false where it was cut off.
    virtual bool complete() const = 0;
};

std::unique_ptr<Decoder> make_decoder(Coding coding);
/// All of a text at once; up to where it is damaged.
std::string undo(Coding coding, std::string_view coded);
/// RFC 1951 without anything around it, as archives hold it; ends where it ends.
std::unique_ptr<Decoder> make_raw_inflater();
/// Snappy without framing (format_description.txt), whole; nothing where it is not that, or is more
/// than `most` bytes.
std::optional<std::vector<std::uint8_t>> undo_raw_snappy(Bytes packed, std::size_t most);

} // namespace petze
