#pragma once

#include "base/bytes.h"
#include "dissect/header/header_lines.h"

#include <cstddef>
#include <memory>

struct nghttp2_hd_inflater;

namespace petze::http2 {

/// The field blocks of one direction, unpacked (RFC 7541; nghttp2 underneath). It follows the
/// table sizes that the encoder itself declares, up to limits::hpack_table_bytes, and keeps more
/// entries where that does no harm: so the SETTINGS that bound them need not have been seen.
class HpackDecoder {
public:
    enum class Outcome {
        whole,
        in_part,    // some fields refer to what was not seen
        malformed,  // read as far as it goes; blocks after it miss its entries
        over_limit, // of bytes or fields; the rest was read, and is not kept
    };

    HpackDecoder();
    ~HpackDecoder();
    HpackDecoder(HpackDecoder&&) noexcept;
    HpackDecoder& operator=(HpackDecoder&&) noexcept;

    /// Appends the fields of a block; their offsets are places in it, nearly exact where blocks
    /// are missing. `whole` is false where the block was cut off.
    Outcome decode(Bytes block, bool whole, HeaderLines& out);
    /// A block may be missing before the next one.
    void lose();

private:
    struct Deleter {
        void operator()(nghttp2_hd_inflater* inflater) const;
    };

    bool begin();
    Outcome inflate(Bytes block, bool whole, HeaderLines& out);

    std::unique_ptr<nghttp2_hd_inflater, Deleter> m_inflater; // made for the first block
    bool m_lost = false; // entries may be missing from the table
};

} // namespace petze::http2
