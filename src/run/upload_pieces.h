#pragma once

#include "base/bytes.h"
#include "base/tally.h"
#include "dissect/upload_piece.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace petze {

/// The bytes of one upload in order, in whatever order its pieces come. What was there already is
/// passed over; what comes too early is kept, within bounds.
class UploadPieces {
public:
    class Reader {
    public:
        virtual ~Reader() = default;
        virtual void read(Bytes bytes, Stamp const& carried) = 0;
        virtual void gap() = 0;
    };

    /// All of them outlive it; `kept_bytes` counts what all uploads keep.
    UploadPieces(Reader& reader, Tally& tally, std::size_t& kept_bytes)
        : m_reader(reader)
        , m_tally(tally)
        , m_kept_bytes(kept_bytes)
    {
    }
    ~UploadPieces();
    UploadPieces(UploadPieces const&) = delete;
    UploadPieces& operator=(UploadPieces const&) = delete;

    /// Before the first is taken.
    void begin(UploadPiece const& first);
    /// The order of its parts, or what it is part of, is said in the end: until then nothing is
    /// read, as far as the bounds allow.
    void hold() { m_holds = true; }
    bool is_held() const { return m_holds; }
    void take(UploadPiece&& piece);

    /// Its named parts stand in this order; nothing else is of it.
    void set_order(std::vector<std::string> const& names);
    /// What was held becomes part `number` of the upload that is made of several; of so many bytes,
    /// where that is known.
    void become_part(std::uint64_t number, std::optional<std::uint64_t> total);
    void absorb(UploadPieces& other) { m_waiting.merge(other.m_waiting); }
    /// Nothing more comes: what is kept is read, with its gaps.
    void finish();

    /// The piece that says to be the last was read.
    bool is_at_end() const { return m_at_end; }
    /// How many bytes of the part at hand, or of all where it has no parts, were read.
    std::uint64_t offset() const { return m_at.second; }

private:
    using Position = std::pair<std::uint64_t, std::uint64_t>; // part, offset
    struct Waiting {
        std::vector<std::uint8_t> bytes;
        Stamp carried;
        bool ends_part{};
        bool ends_all{};
    };

    void number(UploadPiece& piece);
    void keep(UploadPiece&& piece);
    void release();
    bool go_on_with(Position at, Waiting const& next);
    void go_on();
    void skip_hole();
    void drop(Waiting const& next) { m_kept_bytes -= next.bytes.size(); }

    Reader& m_reader;
    Tally& m_tally;
    std::size_t& m_kept_bytes;
    std::map<Position, Waiting> m_waiting;
    std::map<std::string, std::uint64_t> m_numbers; // of named parts, as they came
    Position m_at{};
    bool m_holds = false;
    bool m_at_end = false;
};

} // namespace petze
