#include "dissect/tls/compressed_certificate.h"

#include "base/limits.h"
#include "dissect/coding/coding.h"

#include <algorithm>
#include <optional>
#include <span>

namespace petze::tls {

namespace {

// RFC 8879 section 7.3.
std::optional<Coding> coding_of_algorithm(std::uint16_t algorithm)
{
    switch (algorithm) {
    case 1:
        return Coding::deflate;
    case 2:
        return Coding::br;
    case 3:
        return Coding::zstd;
    default:
        return {};
    }
}

} // namespace

Decoded<std::vector<std::uint8_t>> decompress_certificate(Bytes body)
{
    ByteReader in{body};
    auto const coding = coding_of_algorithm(in.u16());
    std::size_t const length = in.u24();
    std::size_t const stated = in.u24();
    auto compressed = in.take(std::min(stated, in.remaining()));
    auto const is_cut = compressed.size() < stated;
    if (in.ok() && !coding)
        in.fail("algorithm unknown");
    if (in.ok() && length > limits::tls_handshake_bytes)
        in.fail("limit of one handshake message");
    std::vector<std::uint8_t> out;
    if (!in.ok())
        return {out, in.flaw()};
    // Decoders want some room even where nothing is left to be made. What stands beyond the length
    // that was stated is none of the certificate's.
    out.resize(length + Decoder::least_room);
    auto const decoder = make_decoder(*coding);
    std::size_t made = 0;
    for (bool more = true; more && made <= length;) {
        auto const step = decoder->decode(compressed, std::span{out}.subspan(made));
        compressed = compressed.subspan(step.taken);
        made += step.made;
        more = step.state == Decoder::State::more && (step.taken > 0 || step.made > 0)
               && out.size() - made >= Decoder::least_room;
    }
    if (made != length || is_cut)
        in.fail("length does not fit");
    out.resize(std::min(made, length));
    return {out, in.flaw()};
}

} // namespace petze::tls
