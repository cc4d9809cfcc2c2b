#pragma once

#include "dissect/field.h"
#include "find/finding.h"
#include "find/hash/hash.h"
#include "find/search/needles.h"
#include "find/search/window.h"

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace petze {

/// The texts whose hashes with a salt are looked for. Compiled once; shared by all threads, which
/// only read it.
class SaltedForms {
public:
    /// Views of the needles, which outlive it and stay where they are.
    explicit SaltedForms(Needles const& needles);

    struct Form {
        std::uint32_t needle{};
        std::string_view text;
    };
    std::vector<Form> const& forms() const { return m_forms; }
    bool contains(std::string_view text) const;
    /// Hashes made for one conversation. A person has some twenty identifiers; of a list of
    /// hundreds each text would cost as many hashes, so that few could be compared at all.
    std::size_t most_hashes() const { return m_most_hashes; }

private:
    std::vector<Form> m_forms;
    std::unordered_set<std::string_view> m_texts;
    WordFilter m_filter; // of them: it is small, and asked about every word
    std::size_t m_most_hashes{};
};

/// Looks for hashes of the phone's own identifiers that were made together with another text of
/// the same message: value and salt, joined in either order, and HMAC (RFC 2104) with that text
/// as its key. Such hashes cannot be worked out beforehand, so each text that may be one is
/// compared with what its neighbours make: as many as the bounds below allow.
class SaltedFinder {
public:
    /// All of them outlive it.
    SaltedFinder(SaltedForms const& forms, Needles const& needles,
                 std::function<void(Finding&&)>& findings);

    void take(Field const& field);

    /// Hashes that were not compared, since too many would have had to be made.
    std::uint64_t given_up() const { return m_given_up; }
    std::vector<ItemCount> counts() const;

    /// Texts before and behind a hash that may be its salt.
    static constexpr std::size_t neighbours = 12;

private:
    static constexpr std::size_t longest_salt = 64;
    struct Salt {
        std::array<char, longest_salt> characters;
        std::size_t size;

        std::string_view text() const { return {characters.data(), size}; }
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

    void take_salt(std::string_view text, Direction direction);
    void add(Field const& field, std::string_view step, std::vector<std::uint8_t> digest,
             bool is_newest_salt);
    std::span<SaltedForms::Form const> affordable_forms();
    void compare(Suspect const& suspect, std::string_view salt);
    void compare_md5(Suspect const& suspect, std::string_view salt,
                     std::span<SaltedForms::Form const> forms);
    void tell(Suspect const& suspect, std::uint32_t needle, std::vector<std::string> const& steps);

    SaltedForms const& m_forms;
    std::vector<Needle> const& m_needles;
    std::function<void(Finding&&)>& m_findings;
    std::array<Salt, neighbours> m_salts; // the next one takes the place of the oldest
    std::size_t m_salts_seen = 0;
    std::deque<Suspect> m_suspects;
    std::map<std::string, ItemCount> m_told; // by item and place
    std::string m_joined;                    // value and salt, room for them
    std::size_t m_hashes = 0;
    std::uint64_t m_given_up = 0;
};

} // namespace petze
