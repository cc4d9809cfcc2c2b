#pragma once

#include "base/bytes.h"
#include "base/limits.h"
#include "find/photo/winnower.h"
#include "find/profile/profile.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace petze {

/// Blocks of the photos' compressed data, chosen as in any stream (Winnower): a piece of a photo
/// holds one of them wherever it was cut. Settings, metadata, what repeats itself and what stands
/// in two photos are left out, since others' photos have them too. Points into the photos.
class PieceIndex {
public:
    static constexpr std::size_t least_piece = Winnower::least_shared + 1; // told from this length

    explicit PieceIndex(std::vector<Photo> const& photos,
                        std::size_t most_blocks = limits::photo_blocks);

    bool empty() const { return m_blocks.empty(); }
    /// Of how many blocks one is kept: more than one where there are too many photos.
    std::uint64_t thinned() const { return m_thinned; }
    /// Bytes of photos that pieces can come from.
    std::uint64_t data_bytes() const { return m_data_bytes; }
    Bytes photo(std::uint32_t index) const { return m_photos[index]; }

    struct Place {
        std::uint32_t photo{};
        std::uint32_t offset{};
    };
    /// Memory is far away: to be called some time before find().
    void prefetch(std::uint32_t hash) const
    {
        __builtin_prefetch(&m_filter[(mix(hash) >> m_filter_shift) / 64]);
    }
    /// Where this block stands; compared byte by byte.
    std::optional<Place> find(std::uint32_t hash, Bytes block) const
    {
        auto const bit = mix(hash) >> m_filter_shift;
        return (m_filter[bit / 64] >> (bit % 64) & 1u) != 0 ? look_up(hash, block) : std::nullopt;
    }

private:
    // Chosen hashes are small ones: spread over all 64 bits.
    static std::uint64_t mix(std::uint32_t hash)
    {
        auto const mixed = hash * 0x9e3779b97f4a7c15;
        return (mixed ^ mixed >> 29) * 0xbf58476d1ce4e5b9;
    }

    static constexpr std::uint32_t none = ~std::uint32_t{};
    struct Stretch {
        std::uint32_t photo{};
        std::size_t begin{}, length{};
    };
    struct Block {
        Place place;
        bool in_several{}; // photos that differ: says nothing
    };

    struct Slot {
        std::uint32_t hash{};
        std::uint32_t block = none;
    };

    std::vector<Stretch> read_photos(std::vector<Photo> const& photos);
    void make_room(std::size_t most_blocks);
    void add(std::uint32_t hash, Place const& place);
    std::optional<Place> look_up(std::uint32_t hash, Bytes block) const;
    Slot const& slot_of(std::uint32_t hash, Bytes block) const;
    Bytes block_at(Place const& place) const;

    std::vector<Bytes> m_photos;
    std::uint64_t m_data_bytes = 0;
    std::uint64_t m_thinned = 1;
    std::vector<Block> m_blocks;
    std::vector<Slot> m_table; // by hash; open addressing
    std::vector<std::uint64_t> m_filter;
    int m_filter_shift = 0, m_table_shift = 0;
};

} // namespace petze
