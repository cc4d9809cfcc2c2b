#pragma once

#include "base/origin.h"
#include "find/photo/piece_index.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace petze {

/// What of one photo stood in a stream.
struct PiecesFound {
    std::uint32_t photo{};
    std::uint64_t longest{}; // of the pieces
    bool to_its_end{};       // one of them reaches the photo's last byte
    Stamp first, last;       // of the packets that carried them, the earliest and the latest
};

/// Looks for pieces of photos in a stream that comes in pieces itself. Keeps some dozen bytes of
/// it; once a piece is found, goes on comparing as long as the stream goes on with the photo.
class PieceSearch {
public:
    explicit PieceSearch(PieceIndex const& index)
        : m_index(index)
    {
    }

    void take(Bytes piece, Stamp const& stamp);
    /// What is taken after this is not next to what came before.
    void gap();
    /// In the order in which they were met. Nothing more comes.
    std::vector<PiecesFound> finish();

private:
    struct Run {
        std::uint32_t photo{};
        std::size_t next{}; // in the photo
        std::uint64_t length{};
        Stamp first, last;
    };
    static constexpr std::size_t kept_bytes = 2 * Winnower::reach;

    std::size_t follow(Bytes piece, Stamp const& stamp);
    std::size_t scan(Bytes piece, Stamp const& stamp);
    std::size_t look_through(Bytes text, std::size_t from, std::size_t kept, Stamp const& stamp);
    std::size_t compare(PieceIndex::Place const& place, Bytes text, std::size_t at,
                        std::size_t kept, Stamp const& stamp);
    void end_run();
    void restart();
    void keep(Bytes piece, Stamp const& stamp);
    Stamp const& stamp_at(std::size_t kept) const;

    PieceIndex const& m_index;
    Winnower m_winnower;
    bool m_running = false;
    Run m_run;
    // The last bytes before this piece, since the last gap or run.
    std::array<std::uint8_t, kept_bytes> m_kept{};
    std::size_t m_kept_count = 0;
    struct Mark {
        std::size_t begin{}; // among the bytes that are kept
        Stamp stamp;
    };
    std::vector<Mark> m_marks;                           // which packet brought which of them
    std::array<std::uint8_t, 2 * kept_bytes> m_border{}; // these and the first of the piece
    std::vector<PiecesFound> m_found;
};

} // namespace petze
