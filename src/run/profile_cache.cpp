#include "run/profile_cache.h"

#include "base/digest.h"
#include "base/text.h"
#include "decrypt/crypto/derive.h"
#include "decrypt/crypto/sealing.h"
#include "report/output_file.h"
#include "run/data_folder.h"

#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

namespace petze {

namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t most_files = 4;
constexpr std::string_view ending = ".profile";

/// Gathers everything that what is kept depends on.
class Identity {
public:
    void add(std::uint64_t number)
    {
        m_hash.update(as_bytes({reinterpret_cast<char const*>(&number), sizeof(number)}));
    }
    void add(Bytes bytes)
    {
        add(bytes.size());
        m_hash.update(bytes);
    }
    void add(std::string_view text) { add(as_bytes(text)); }
    void add(std::vector<std::string> const& texts)
    {
        add(texts.size());
        for (auto const& text : texts)
            add(text);
    }
    Sha256Digest digest() const { return m_hash.digest(); }

private:
    Sha256 m_hash;
};

/// The build ID among an object's notes (ELF gABI, "Note Section"; GNU type 3).
Bytes build_id_in(Bytes notes)
{
    constexpr std::size_t alignment = 4;
    auto const aligned = [](std::size_t size) {
        return (size + alignment - 1) / alignment * alignment;
    };
    while (notes.size() >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) head{};
        std::memcpy(&head, notes.data(), sizeof(head));
        auto const name_end = sizeof(head) + aligned(head.n_namesz);
        auto const end = name_end + aligned(head.n_descsz);
        if (end > notes.size())
            return {};
        if (head.n_type == NT_GNU_BUILD_ID
            && as_text(notes.subspan(sizeof(head), head.n_namesz)) == "GNU\0"sv)
            return notes.subspan(name_end, head.n_descsz);
        notes = notes.subspan(end);
    }
    return {};
}

Bytes build_id_of(dl_phdr_info const& object)
{
    for (auto const& part : std::span{object.dlpi_phdr, object.dlpi_phnum}) {
        if (part.p_type != PT_NOTE)
            continue;
        auto const* const begin =
            reinterpret_cast<std::uint8_t const*>(object.dlpi_addr + part.p_vaddr); // NOLINT
        if (auto const id = build_id_in({begin, part.p_memsz}); !id.empty())
            return id;
    }
    return {};
}

// What is kept follows from this program and from what its libraries know of telephone numbers and
// characters. False where one of them does not say which it is; the kernel's own may.
bool add_program(Identity& identity)
{
    struct Walk {
        Identity& identity;
        bool all_known = true;
    } walk{identity};
    dl_iterate_phdr(
        [](dl_phdr_info* object, std::size_t, void* given) {
            auto& of = *static_cast<Walk*>(given);
            auto const id = build_id_of(*object);
            auto const name = std::string_view{object->dlpi_name};
            of.all_known &= !id.empty() || name.find("vdso") != npos;
            of.identity.add(id);
            return 0;
        },
        &walk);
    return walk.all_known;
}

void add_profile(Identity& identity, Profile const& profile)
{
    identity.add(profile.identifiers.size());
    for (auto const& [category, values] : profile.identifiers) {
        identity.add(category);
        identity.add(values);
    }
    identity.add(profile.places.size());
    for (auto const& place : profile.places)
        identity.add(place.name);
    identity.add(profile.contacts.size());
    for (auto const& contact : profile.contacts) {
        identity.add(contact.name);
        identity.add(contact.phones);
        identity.add(contact.emails);
    }
    identity.add(profile.messages.size());
    for (auto const& message : profile.messages) {
        identity.add(message.address);
        identity.add(message.text);
    }
    identity.add(profile.photos.size());
    for (auto const& photo : profile.photos) {
        identity.add(photo.item);
        identity.add(Bytes{photo.bytes});
    }
    identity.add(profile.calendar.size());
    for (auto const& entry : profile.calendar) {
        identity.add(entry.summary);
        identity.add(entry.location);
        identity.add(entry.description);
    }
    identity.add(profile.apps);
}

// Those that were used longest ago, beyond the number that stays; and what was begun and never
// ended, by a run that was killed.
void remove_old(fs::path const& folder)
{
    struct File {
        fs::file_time_type used;
        fs::path path;
    };
    std::vector<File> files;
    std::error_code trouble;
    for (auto const& entry : fs::directory_iterator{folder, trouble})
        if (entry.path().filename().string().find(ending) != npos)
            files.push_back({entry.last_write_time(trouble), entry.path()});
    std::sort(files.begin(), files.end(),
              [](File const& a, File const& b) { return a.used > b.used; });
    for (std::size_t i = most_files; i < files.size(); ++i)
        fs::remove(files[i].path, trouble);
}

} // namespace

std::optional<ProfileCache> ProfileCache::of(Profile const& profile)
{
    auto const folder = fs::path{user_folder("XDG_CACHE_HOME", ".cache")};
    Identity identity;
    if (folder.empty() || !add_program(identity))
        return {};
    add_profile(identity, profile);
    ProfileCache out;
    auto const secret = identity.digest();
    // One way only: the name of the file says nothing of its key.
    auto const derived = [&](std::string_view label) {
        return crypto::hmac(crypto::Hash::sha256, secret, as_bytes(label));
    };
    out.m_file = folder / (to_hex(derived("name").bytes()) + std::string{ending});
    auto const key = derived("key");
    std::copy_n(key.bytes().begin(), out.m_key.size(), out.m_key.begin());
    return out;
}

std::optional<std::vector<std::uint8_t>> ProfileCache::load() const
{
    std::error_code trouble;
    auto const size = fs::file_size(m_file, trouble);
    std::ifstream file{m_file, std::ios::binary};
    if (trouble || !file || size < nonce_bytes + crypto::aes_256_gcm.tag_bytes)
        return {};
    std::vector<std::uint8_t> bytes(size);
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (file.gcount() != static_cast<std::streamsize>(size))
        return {};
    auto decipher = crypto::Decipher::make(crypto::aes_256_gcm, m_key, nonce_bytes);
    auto const whole = std::span{bytes};
    auto const sealed = whole.subspan(nonce_bytes);
    if (!decipher || !decipher->open(whole.first(nonce_bytes), {}, sealed, sealed))
        return {};
    fs::last_write_time(m_file, fs::file_time_type::clock::now(), trouble);
    bytes.resize(size - crypto::aes_256_gcm.tag_bytes);
    bytes.erase(bytes.begin(), bytes.begin() + nonce_bytes);
    return bytes;
}

void ProfileCache::save(std::vector<std::uint8_t> bytes) const
{
    std::array<std::uint8_t, nonce_bytes> nonce{};
    if (!crypto::fill_random(nonce) || !crypto::seal(crypto::aes_256_gcm, m_key, nonce, bytes))
        return;
    std::error_code trouble;
    auto const folder = m_file.parent_path();
    fs::create_directories(folder, trouble);
    auto staged = m_file;
    staged += ".new-" + std::to_string(::getpid());
    auto const write = [&]() -> Result<void> {
        PETZE_TRY(auto file, OutputFile::open(staged, OutputFile::Existing::replace));
        PETZE_TRY_VOID(file.write(as_text(nonce)));
        PETZE_TRY_VOID(file.write(as_text(bytes)));
        return file.close();
    };
    if (!write() || ::rename(staged.c_str(), m_file.c_str()) != 0)
        fs::remove(staged, trouble);
    else
        remove_old(folder);
}

} // namespace petze
