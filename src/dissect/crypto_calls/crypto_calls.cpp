#include "dissect/crypto_calls/crypto_calls.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/crypto_calls/transformation.h"
#include "dissect/json/json.h"

#include <algorithm>
#include <map>

namespace petze {

namespace {

using Octets = std::vector<std::uint8_t>;

constexpr char const* step = "payload-key:aes_info";

/// One record, its bytes still in hex. What is empty is not there: the record says so too.
struct Record {
    std::map<std::string, std::string, std::less<>> texts; // by the member's name
    std::string_view of(std::string_view name) const
    {
        auto const found = texts.find(name);
        return found == texts.end() ? std::string_view{} : std::string_view{found->second};
    }
};

bool anything(Bytes, Part)
{
    return true;
}

/// Finds out of keys and calls which key is used how.
class Matcher {
public:
    void take_key(std::string_view algorithm, Octets key)
    {
        auto const same = [&](Made const& made) { return made.key == key; };
        if (ciphers_of(algorithm, key.size()).empty()
            || std::any_of(m_made.begin(), m_made.end(), same))
            return;
        if (m_made.size() >= limits::recorded_keys) {
            ++m_left_out;
            return;
        }
        m_made.push_back({std::string{algorithm}, std::move(key)});
    }

    // A key is made before it is used, and mostly just before.
    void take_call(std::string_view algorithm, Bytes vector, Bytes in, Bytes out)
    {
        for (auto made = m_made.rbegin(); made != m_made.rend(); ++made)
            for (auto const& cipher : ciphers_of(algorithm, made->key.size())) {
                if (m_work > limits::payload_work_bytes || ++m_trials > limits::recorded_trials)
                    return;
                PayloadKey key{step, cipher, made->key, {vector.begin(), vector.end()}};
                PayloadKey carries{step, cipher, made->key, {}};
                if (carried_bytes(carries) == 0)
                    key.vector.clear(); // Java tells one of GCM and CBC; ECB and RC4 have none
                else if (vector.size() != carried_bytes(carries))
                    continue;
                if (!opens(key, out, in) && !opens(key, in, out))
                    continue;
                made->used = true;
                add(m_carrying, std::move(carries));
                if (!key.vector.empty())
                    add(m_fixed, std::move(key));
                return;
            }
    }

    // Recorded vectors first: behind another vector CBC still opens all but the first block, which
    // the attempt with a vector in front would take for all. What is likeliest has room.
    CryptoCalls finish(std::uint64_t broken)
    {
        CryptoCalls calls{{}, broken, m_left_out};
        auto const room = limits::recorded_keys - m_carrying.size();
        if (m_fixed.size() > room) {
            calls.left_out += m_fixed.size() - room;
            m_fixed.erase(m_fixed.begin(), m_fixed.end() - static_cast<std::ptrdiff_t>(room));
        }
        std::vector<PayloadKey> unused;
        for (auto const& made : m_made)
            if (!made.used)
                for (auto const& cipher : ciphers_of(made.algorithm, made.key.size()))
                    unused.push_back({step, cipher, made.key, {}});
        for (auto* more : {&m_fixed, &m_carrying, &unused})
            std::move(more->begin(), more->end(), std::back_inserter(calls.keys));
        if (calls.keys.size() > limits::recorded_keys) {
            calls.left_out += calls.keys.size() - limits::recorded_keys;
            calls.keys.erase(calls.keys.begin() + limits::recorded_keys, calls.keys.end());
        }
        return calls;
    }

private:
    struct Made {
        std::string algorithm;
        Octets key;
        bool used{};
    };

    bool opens(PayloadKey const& key, Bytes sealed, Bytes clear)
    {
        if (sealed.empty() || clear.empty())
            return false;
        auto const opened = open_payload(key, sealed, anything, m_work);
        return opened && as_text(*opened) == as_text(clear);
    }

    void add(std::vector<PayloadKey>& to, PayloadKey key)
    {
        auto const same = [&](PayloadKey const& other) {
            return other.cipher.name == key.cipher.name && other.key == key.key
                   && other.vector == key.vector;
        };
        if (std::any_of(to.begin(), to.end(), same))
            return;
        if (to.size() < limits::recorded_keys)
            to.push_back(std::move(key));
        else
            ++m_left_out;
    }

    std::vector<Made> m_made;
    std::vector<PayloadKey> m_carrying, m_fixed;
    std::uint64_t m_work = 0, m_trials = 0, m_left_out = 0;
};

/// Puts the records together out of the texts of the document.
class Reader : public JsonSink {
public:
    bool take(JsonText const& text) override
    {
        if (text.kind == JsonText::Kind::key)
            return true;
        auto const name = text.path.substr(text.path.find_last_of(".]") + 1);
        if (name.empty()) { // an element of the list that is no record
            ++m_broken;
            return true;
        }
        // Empty members are not told, but each record has a type, and no member twice.
        if (name == "type" || m_record.texts.contains(name))
            end_record();
        m_record.texts.emplace(name, text.value);
        return true;
    }
    void skipped(std::size_t, std::size_t) override { ++m_broken; }

    void end_record()
    {
        if (!m_record.texts.empty() && !read_record())
            ++m_broken;
        m_record = {};
    }
    CryptoCalls finish()
    {
        end_record();
        return m_matcher.finish(m_broken);
    }

private:
    bool read_record()
    {
        auto const algorithm = m_record.of("alg");
        auto key = decode_hex(m_record.of("key"));
        auto const vector = decode_hex(m_record.of("iv"));
        auto const in = decode_hex(m_record.of("in"));
        auto const out = decode_hex(m_record.of("out"));
        if (m_record.of("type") != "aes_info_log" || algorithm.empty() || !key || !vector || !in
            || !out || (key->empty() && in->empty() && out->empty()))
            return false;
        if (!key->empty())
            m_matcher.take_key(algorithm, std::move(*key));
        if (!in->empty() && !out->empty())
            m_matcher.take_call(algorithm, *vector, *in, *out);
        return true;
    }

    Record m_record;
    Matcher m_matcher;
    std::uint64_t m_broken = 0;
};

} // namespace

bool looks_like_crypto_calls(std::string_view text)
{
    return looks_like_json(text);
}

CryptoCalls read_crypto_calls(std::string& document)
{
    Reader reader;
    if (!read_json(document, Mend::yes, reader))
        reader.skipped(0, document.size());
    return reader.finish();
}

} // namespace petze
