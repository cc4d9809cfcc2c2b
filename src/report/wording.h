#pragma once

#include "report/overview.h"
#include "report/speaker.h"

#include <cstdint>
#include <string>
#include <vector>

namespace petze {

/// What a report says, as sentences; the page, report.json and the terminal share it. Takes only
/// what presentable() made.
class Wording {
public:
    Wording(Answer const& answer, Overview const& overview, Speaker const& speaker)
        : m_answer(answer)
        , m_overview(overview)
        , m_speaker(speaker)
    {
    }

    Speaker const& speaker() const { return m_speaker; }

    /// The answer in one sentence.
    std::string headline() const;

    struct ShortAnswer {
        std::string question, head, rest;
    };
    std::vector<ShortAnswer> short_answers() const;

    /// What would change this answer.
    std::vector<std::string> would_change() const;

    struct Fact {
        std::string name, value;
    };
    std::vector<Fact> facts() const;

    /// "What was sent": 3 messages, 2 photos and 7 more kinds of data.
    std::string kinds() const;
    std::string kind(KindFound const& found) const;
    /// How the receivers of these are named in a sentence.
    std::string receivers() const;

    std::string device() const;
    std::string observed() const;

private:
    std::string missing() const;
    ShortAnswer what_left() const;
    ShortAnswer who_received() const;
    ShortAnswer how_much_read() const;
    std::uint64_t readable_items() const;

    Answer const& m_answer;
    Overview const& m_overview;
    Speaker const& m_speaker;
};

/// What is known of one kind of data.
enum class Proof { proven, possible, not_found, excluded, not_searched };

/// A line of the ledger.
struct LedgerRow {
    std::string category;
    Proof proof{};
    ProfileCategory profile;       // zero items where the profile holds none
    std::vector<KindFound> found;  // sent; for messages, their other parties too
    std::vector<KindFound> inside; // sent no further than the phone's own network
    std::vector<KindFound> came;   // towards the phone
    CategoryBudget budget;         // zero items where nothing is known of sizes
};

std::vector<LedgerRow> ledger(Answer const& answer, Overview const& overview);
bool says_excluded(std::vector<LedgerRow> const& rows);
std::string_view name_of(Proof proof);
/// What is known, in a few short sentences.
std::string known(LedgerRow const& row, Overview const& overview, Speaker const& speaker);
/// Why sizes bound nothing, as a list for a sentence.
std::string why_unbounded(TotalBudget const& total, Speaker const& speaker);
/// What sizes say of it; empty where they say nothing.
std::string known_of_sizes(LedgerRow const& row, TotalBudget const& total, Speaker const& speaker);

} // namespace petze
