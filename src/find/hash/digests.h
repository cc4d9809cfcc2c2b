#pragma once

#include "base/archive.h"
#include "base/bytes.h"
#include "find/hash/hash.h"
#include "find/search/function_ref.h"
#include "find/search/needles.h"
#include "find/search/window.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// How a digest is written: as its bytes, or in text.
enum class DigestCoding : std::uint8_t { raw, hex, base64 };

/// A match is told from so many bits on: beside 2^20 digests in all their codings, over 2^40
/// bytes searched, an accident has a chance of one in a million.
inline constexpr std::size_t least_digest_bits = 80;

/// What the values of a profile look like behind one-way functions: MD5, SHA-1, SHA-256 and
/// SHA-512 of each notation; of the hex digits of such a hash; of two of the phone's own
/// identifiers, joined; and the middle 16 of MD5's hex digits.
class Digests {
public:
    explicit Digests(Needles const& needles);
    /// As they were saved, none where the archive is cut off. `words` has functions and what is
    /// joined, and outlives them.
    Digests(ArchiveReader& in, KeptWords& words);
    Digests(Digests const&) = delete;
    Digests& operator=(Digests const&) = delete;

    void save(ArchiveWriter& out) const;

    bool empty() const { return m_digests.empty(); }
    std::size_t size() const { return m_digests.size(); }
    /// More were wanted than limits::digests: those of the last values are not looked for.
    bool limited() const { return m_limited; }

    /// Of whom a digest is: several, where they have the same value, and both of two joined.
    struct Owner {
        std::uint32_t needle{};
        std::string_view function{}; // "sha1", "md5 hex md5": steps as in Spelling::steps
        std::string_view joined{};   // "joined:imei/0-mac/0": one step; else empty
    };
    std::span<Owner const> owners(std::uint32_t digest) const;
    Bytes bytes(std::uint32_t digest) const;
    /// Too short to be told from what stands around it: only as a word of its own.
    bool standalone(std::uint32_t digest) const { return m_digests[digest].standalone; }

    /// How many characters, or bytes, there are of it, and how many must be seen.
    std::size_t length(std::uint32_t digest, DigestCoding coding) const;
    std::size_t least_length(std::uint32_t digest, DigestCoding coding) const;
    /// Whether that character is the one at that place.
    bool fits(std::uint32_t digest, DigestCoding coding, std::size_t at, std::uint8_t c) const;
    /// That so many characters are seen somewhere in 2^40 random bytes, of any digest.
    double chance(std::uint32_t digest, DigestCoding coding, std::size_t seen) const;

    /// The digests that may begin just before or at a suspect place of a text, wherever their
    /// first eight bytes are all there.
    void meet(Bytes text, std::size_t at, unsigned codings,
              FunctionRef<void(std::uint32_t digest, DigestCoding, std::size_t begin)> met) const;

    /// What to probe for. Raw ones have windows as spellings of ten bytes have; a few have no byte
    /// in these that is_binary().
    std::size_t count_raw_text() const;
    void each_raw(bool of_text, FunctionRef<void(std::uint64_t window)> sink) const;
    void add_hex_to(WordFilter& filter) const;
    void add_base64_to(WordFilter& filter) const;

private:
    struct Digest {
        std::uint32_t offset{}; // in m_pool
        std::uint32_t first_owner{};
        std::uint8_t size{};
        bool standalone{};
    };
    void order_last_owners();
    bool is_raw_text(std::uint32_t digest) const;
    std::optional<std::uint32_t> find(std::uint64_t first_bytes) const;
    void index();

    std::vector<std::uint8_t> m_pool;
    std::vector<Digest> m_digests;
    std::vector<Owner> m_owners;        // neighbours
    std::vector<std::uint32_t> m_slots; // open addressing; a digest, and some bits of its hash
    std::vector<std::unique_ptr<std::string const>> m_joined;
    std::size_t m_standalone = 0;
    bool m_limited = false;
};

} // namespace petze
