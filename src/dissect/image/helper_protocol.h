#pragma once

#include "dissect/image/picture.h"

#include "base/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>

/// What petze and petze-image say to each other over a pair of sockets. The helper says `ready`
/// once it is shut in; then it is sent a file behind four bytes of length, and answers with
/// answer_bytes, again and again.
namespace petze::image_helper {

inline constexpr std::uint8_t ready = 0x52;
inline constexpr int refused_status = 3; // it exits so where it cannot shut itself in

inline constexpr std::size_t length_bytes = 4;
std::array<std::uint8_t, length_bytes> encode_length(std::size_t length);
std::size_t decode_length(std::array<std::uint8_t, length_bytes> const& bytes);

inline constexpr std::size_t answer_bytes = 1 + 4 + 4 + 2 * std::tuple_size_v<Miniature>;
std::array<std::uint8_t, answer_bytes> encode_answer(SeenPicture const& seen);
/// The helper is not trusted: an answer that makes no sense is `unreadable`.
SeenPicture decode_answer(std::array<std::uint8_t, answer_bytes> const& bytes);

} // namespace petze::image_helper
