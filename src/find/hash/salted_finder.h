#pragma once

#include "dissect/field.h"
#include "find/finding.h"
#include "find/hash/hash.h"
#include "find/search/needles.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace petze {

/// Looks for hashes of the phone's own identifiers that were made together with another text of
/// the same message: value and salt, joined in either order, and HMAC (RFC 2104) with that text
/// as its key. Such hashes cannot be worked out beforehand, so each text that may be one is
/// compared with what its neighbours make: as many as the bounds below allow.
class SaltedFinder {
public:
    /// Both outlive it.
    SaltedFinder(Needles const& needles, std::function<void(Finding&&)>& findings);

    void take(Field const& field);

    /// Hashes that were not compared, since too many would have had to be made.
    std::uint64_t given_up() const { return m_given_up; }
    std::vector<ItemCount> counts() const;

    /// Texts before and behind a hash that may be its salt, and hashes made for one conversation.
    static constexpr std::size_t neighbours = 12;
    static constexpr std::size_t most_hashes = 60'000;

private:
    struct Form {
        std::uint32_t needle{};
        std::string text;
    };
    /// A text that may be a hash.
    struct Suspect {
        std::vector<std::uint8_t> digest;
        std::vector<std::string> path; // with the step of its coding
        std::vector<FrameRange> frames;
        Direction direction{};
        std::string hostname;
        std::size_t left = neighbours; // that may still come behind it
    };

    void add(Field const& field, std::string_view step, std::vector<std::uint8_t> digest);
    void compare(Suspect const& suspect, std::string const& salt);
    void tell(Suspect const& suspect, std::uint32_t needle, std::vector<std::string> const& steps);

    std::vector<Needle> const& m_needles;
    std::function<void(Finding&&)>& m_findings;
    std::vector<Form> m_forms;
    std::deque<std::string> m_salts; // the newest last
    std::deque<Suspect> m_suspects;
    std::map<std::string, ItemCount> m_told; // by item and place
    std::size_t m_hashes = 0;
    std::uint64_t m_given_up = 0;
};

} // namespace petze
