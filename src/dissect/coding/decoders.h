#pragma once

#include "dissect/coding/coding.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

/// One source file each, so that a library's header is read once.
namespace petze::decoders {

/// What a block that was unpacked as a whole holds, handed over as there is room.
struct Unpacked {
    std::vector<std::uint8_t> bytes;
    std::size_t at = 0; // of them are handed over

    bool is_over() const { return at == bytes.size(); }
    void drain(std::span<std::uint8_t> out, Decoder::Step& step)
    {
        auto const count = std::min(bytes.size() - at, out.size() - step.made);
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), count,
                    out.begin() + static_cast<std::ptrdiff_t>(step.made));
        at += count;
        step.made += count;
    }
};

std::unique_ptr<Decoder> gzip();    // RFC 1952, several members
std::unique_ptr<Decoder> deflate(); // RFC 9110 §8.4.1.2: zlib; and raw, which some servers send
std::unique_ptr<Decoder> raw_deflate(); // RFC 1951
std::unique_ptr<Decoder> brotli();      // RFC 7932
std::unique_ptr<Decoder> zstd();        // RFC 8878, several frames
std::unique_ptr<Decoder> lz4();    // lz4_Frame_format.md, several frames; and lz4-java's blocks
std::unique_ptr<Decoder> snappy(); // framing_format.txt
std::unique_ptr<Decoder> base32(); // RFC 4648 §6, in either case
std::unique_ptr<Decoder> base64(); // RFC 2045 §6.8; the alphabets of RFC 4648 §4 and §5
std::unique_ptr<Decoder> hex();
std::unique_ptr<Decoder> quoted_printable(); // RFC 2045 §6.7
std::unique_ptr<Decoder> entities();         // XML 1.0 §4.1, §4.6
std::unique_ptr<Decoder> aws_chunked();      // "Transferring payload in multiple chunks", S3's API

} // namespace petze::decoders
