#pragma once

#include "base/bytes.h"

#include <brotli/encode.h>
#include <lzma.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <zlib.h>
#include <zstd.h>

/// Content codings as the libraries' own encoders make them.
namespace petze::testing {

/// `window`: 15 zlib, 15 + 16 gzip, -15 raw deflate.
inline std::string compress_zlib(std::string_view text, int window)
{
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error{"deflateInit2"};
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    auto in = std::string{text};
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    int const result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END)
        throw std::runtime_error{"deflate"};
    return out;
}
inline std::string gzip(std::string_view text)
{
    return compress_zlib(text, 15 + 16);
}
inline std::string zlib(std::string_view text)
{
    return compress_zlib(text, 15);
}
inline std::string raw_deflate(std::string_view text)
{
    return compress_zlib(text, -15);
}

inline std::string brotli(std::string_view text)
{
    std::string out(BrotliEncoderMaxCompressedSize(text.size()) + 64, '\0');
    auto size = out.size();
    if (!BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_DEFAULT_MODE, text.size(),
                               as_bytes(text).data(), &size,
                               reinterpret_cast<std::uint8_t*>(out.data())))
        throw std::runtime_error{"brotli"};
    out.resize(size);
    return out;
}

inline std::string zstd(std::string_view text)
{
    std::string out(ZSTD_compressBound(text.size()), '\0');
    auto const size = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3);
    if (ZSTD_isError(size))
        throw std::runtime_error{"zstd"};
    out.resize(size);
    return out;
}

inline std::string xz(std::string_view text)
{
    std::string out(lzma_stream_buffer_bound(text.size()), '\0');
    std::size_t size = 0;
    if (lzma_easy_buffer_encode(3, LZMA_CHECK_CRC64, nullptr, as_bytes(text).data(), text.size(),
                                reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size())
        != LZMA_OK)
        throw std::runtime_error{"xz"};
    out.resize(size);
    return out;
}

} // namespace petze::testing
