#include "dissect/image/helper_protocol.h"

#include "base/byte_reader.h"

#include <algorithm>
#include <span>

namespace petze::image_helper {

namespace {

void put_u32(std::span<std::uint8_t> to, std::uint32_t value)
{
    for (std::size_t i = 0; i < 4; ++i)
        to[i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
}

} // namespace

std::array<std::uint8_t, length_bytes> encode_length(std::size_t length)
{
    std::array<std::uint8_t, length_bytes> out{};
    put_u32(out, static_cast<std::uint32_t>(length));
    return out;
}

std::size_t decode_length(std::array<std::uint8_t, length_bytes> const& bytes)
{
    return ByteReader{bytes}.u32();
}

std::array<std::uint8_t, answer_bytes> encode_answer(SeenPicture const& seen)
{
    auto const& [width, height, whole, centre] = seen.picture;
    std::array<std::uint8_t, answer_bytes> out{};
    std::span<std::uint8_t> rest{out};
    rest[0] = static_cast<std::uint8_t>(seen.state);
    put_u32(rest.subspan(1), width);
    put_u32(rest.subspan(5), height);
    std::copy(whole.begin(), whole.end(), rest.subspan(9).begin());
    std::copy(centre.begin(), centre.end(), rest.subspan(9 + whole.size()).begin());
    return out;
}

SeenPicture decode_answer(std::array<std::uint8_t, answer_bytes> const& bytes)
{
    ByteReader in{bytes};
    SeenPicture seen;
    auto const state = in.u8();
    if (state > static_cast<std::uint8_t>(PictureState::too_small))
        return {PictureState::unreadable, {}};
    seen.state = static_cast<PictureState>(state);
    if (seen.state != PictureState::seen)
        return seen;
    seen.picture.width = in.u32();
    seen.picture.height = in.u32();
    for (auto* miniature : {&seen.picture.whole, &seen.picture.centre}) {
        auto const taken = in.take(miniature->size());
        std::copy(taken.begin(), taken.end(), miniature->begin());
    }
    if (seen.picture.width < miniature_side || seen.picture.height < miniature_side)
        return {PictureState::unreadable, {}};
    return seen;
}

} // namespace petze::image_helper
