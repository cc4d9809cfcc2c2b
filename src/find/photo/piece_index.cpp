#include "find/photo/piece_index.h"

#include "dissect/image/image_parts.h"

#include <algorithm>
#include <bitset>

namespace petze {

namespace {

constexpr std::size_t least_different = 13; // of 16 bytes at random 15 or 16 are
constexpr std::size_t filter_bits_a_block = 16;

bool repeats_itself(Bytes block)
{
    std::bitset<256> seen;
    for (auto const byte : block)
        seen.set(byte);
    return seen.count() < least_different;
}

int bits_for(std::size_t count)
{
    return static_cast<int>(std::bit_width(std::max<std::size_t>(count, 64) - 1));
}

} // namespace

PieceIndex::PieceIndex(std::vector<Photo> const& photos, std::size_t most_blocks)
{
    auto const stretches = read_photos(photos);
    make_room(most_blocks);
    for (auto const& [photo, begin, length] : stretches) {
        Winnower winnower;
        winnower.take(m_photos[photo].subspan(begin, length), 0,
                      [&, photo = photo, begin = begin](std::uint32_t hash, std::size_t at) {
                          add(hash, {photo, static_cast<std::uint32_t>(begin + at)});
                          return false;
                      });
    }
}

std::vector<PieceIndex::Stretch> PieceIndex::read_photos(std::vector<Photo> const& photos)
{
    std::vector<Stretch> stretches;
    for (auto const& photo : photos) {
        Bytes const bytes = photo.bytes;
        bool const again = std::any_of(m_photos.begin(), m_photos.end(), [&](Bytes other) {
            return std::equal(bytes.begin(), bytes.end(), other.begin(), other.end());
        });
        auto const index = static_cast<std::uint32_t>(m_photos.size());
        m_photos.push_back(bytes);
        if (again || bytes.size() > none)
            continue;
        for (auto const& part : image_parts(bytes).parts)
            if (part.kind == ImagePart::Kind::data) {
                stretches.push_back({index, part.begin, part.length});
                m_data_bytes += part.length;
            }
    }
    return stretches;
}

// So that tables are half empty at most, whatever is left out.
void PieceIndex::make_room(std::size_t most_blocks)
{
    auto count = 2 * m_data_bytes / Winnower::window + 1;
    while (count > most_blocks) {
        m_thinned *= 2;
        count /= 2;
    }
    m_filter_shift = 64 - bits_for(count * filter_bits_a_block);
    m_filter.resize((std::size_t{1} << (64 - m_filter_shift)) / 64);
    m_table_shift = 64 - bits_for(2 * count);
    m_table.resize(std::size_t{1} << (64 - m_table_shift));
}

Bytes PieceIndex::block_at(Place const& place) const
{
    return m_photos[place.photo].subspan(place.offset, Winnower::block_bytes);
}

// Where it stands in the table, or would.
PieceIndex::Slot const& PieceIndex::slot_of(std::uint32_t hash, Bytes block) const
{
    auto at = static_cast<std::size_t>(mix(hash) * 0xd1342543de82ef95 >> m_table_shift);
    for (; m_table[at].block != none; at = at + 1 == m_table.size() ? 0 : at + 1) {
        if (m_table[at].hash != hash)
            continue;
        auto const known = block_at(m_blocks[m_table[at].block].place);
        if (std::equal(block.begin(), block.end(), known.begin()))
            break;
    }
    return m_table[at];
}

void PieceIndex::add(std::uint32_t hash, Place const& place)
{
    auto const block = block_at(place);
    bool const left_out = (mix(hash) >> 8) % m_thinned != 0 || repeats_itself(block);
    if (left_out || 2 * m_blocks.size() >= m_table.size())
        return;
    auto& slot = m_table[static_cast<std::size_t>(&slot_of(hash, block) - m_table.data())];
    if (slot.block != none) {
        auto& known = m_blocks[slot.block];
        known.in_several |= known.place.photo != place.photo;
        return;
    }
    slot = {hash, static_cast<std::uint32_t>(m_blocks.size())};
    m_blocks.push_back({place, false});
    auto const bit = mix(hash) >> m_filter_shift;
    m_filter[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

std::optional<PieceIndex::Place> PieceIndex::look_up(std::uint32_t hash, Bytes block) const
{
    auto const index = slot_of(hash, block).block;
    if (index == none || m_blocks[index].in_several)
        return {};
    return m_blocks[index].place;
}

} // namespace petze
