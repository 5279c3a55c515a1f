/* files.hpp - .npy files and .npz archives that close themselves. With spelt.hpp. */
#ifndef SPELT_CXX_FILES_HPP
#define SPELT_CXX_FILES_HPP

#include <spelt/cxx/operations.hpp>

#include <cstring>
#include <string>
#include <vector>

namespace spelt
{
namespace values
{

class npz;

/* An open .npy file (npy.h):
 *
 *     spelt::npy file("x.npy");
 *     double sum = spelt::sum(file.view<double>());
 *
 *     std::vector<double> memory;    used where the file's elements do not lie as a view wants them
 *     double norm = spelt::nrm2(file.view(memory));
 *
 * It moves and is not copied. Views of it that lie in the file are good as long as it is open; its fields
 * are, too. Where a spelt::status is passed to what makes one, a failure leaves it closed. */
class npy
{
  public:
    /* A file by its path: spelt_npy_open; bytes in memory that stay where they are, and a descriptor:
     * spelt_npy_open_bytes, spelt_npy_open_descriptor. */
    template <class... Status> explicit npy(const char *path, Status &...stat) : file_()
    {
        detail::finish(spelt_npy_open(path, &file_), stat...);
    }
    template <class... Status>
    explicit npy(const std::string &path, Status &...stat) : npy(path.c_str(), stat...)
    {
    }
    template <class... Status>
    static npy from_bytes(const void *data, std::size_t size, Status &...stat)
    {
        npy result;
        detail::finish(spelt_npy_open_bytes(data, size, &result.file_), stat...);
        return result;
    }
    template <class... Status> static npy from_descriptor(int descriptor, Status &...stat)
    {
        npy result;
        detail::finish(spelt_npy_open_descriptor(descriptor, &result.file_), stat...);
        return result;
    }

    /* Closed. */
    npy() noexcept : file_()
    {
    }
    npy(npy &&other) noexcept : file_(other.file_)
    {
        other.file_ = spelt_npy();
    }
    npy &operator=(npy &&other) noexcept
    {
        std::swap(file_, other.file_);
        return *this;
    }
    npy(const npy &) = delete;
    npy &operator=(const npy &) = delete;
    ~npy()
    {
        close();
    }
    void close() noexcept
    {
        spelt_npy_close(&file_);
    }

    /* What the file holds: file->type, file->ndim, file->shape[0], file->memory. */
    const spelt_npy *operator->() const noexcept
    {
        return &file_;
    }
    const spelt_npy *c() const noexcept
    {
        return &file_;
    }

    /* One field of records: spelt_npy_field. It is good as long as this file is open. */
    template <class... Status> npy field(const char *name, Status &...stat) const
    {
        npy result;
        detail::finish(spelt_npy_field(&file_, name, &result.file_), stat...);
        return result;
    }

    /* The view of the whole array, which lies in the file or in memory: spelt_npy_view_f64. Without memory
     * only of a file that needs none (file->memory is 0). A std::vector becomes as long as is needed;
     * another array must be so. */
    template <class T, class... Status, detail::if_status<Status...> = 0>
    values::view<const T> view(Status &...stat) const
    {
        return make<T>(detail::npy_view(), &file_, static_cast<T *>(nullptr), 0, stat...);
    }
    template <class Memory, class... Status> auto view(Memory &memory, Status &...stat) const
    {
        make_room(memory);
        return make<detail::element_t<Memory>>(detail::npy_view(), &file_, std::data(memory),
                                               static_cast<std::size_t>(std::size(memory)), stat...);
    }

    /* The elements of a file that was opened from a descriptor, read into memory: spelt_npy_read_f64. */
    template <class Memory, class... Status> auto read(Memory &memory, Status &...stat)
    {
        make_room(memory);
        return make<detail::element_t<Memory>>(detail::npy_read(), &file_, std::data(memory),
                                               static_cast<std::size_t>(std::size(memory)), stat...);
    }

  private:
    friend class npz;

    template <class T> void make_room(std::vector<T> &memory) const
    {
        if (memory.size() < file_.memory)
            memory.resize(file_.memory);
    }
    template <class Memory> void make_room(const Memory &) const noexcept
    {
    }

    template <class T, class Functions, class File, class... Status>
    static values::view<const T> make(Functions functions, File *file, T *memory,
                                      std::size_t capacity, Status &...stat)
    {
        values::view<const T> result;
        detail::finish(
            detail::call(functions, file, detail::c_pointer(memory), capacity, result.c()),
            stat...);
        return result;
    }

    spelt_npy file_;
};

/* An open .npz archive (npz.h): spelt::npz("model.npz").member("weights"). It moves and is not copied;
 * its members are good as long as it is open. */
class npz
{
  public:
    template <class... Status> explicit npz(const char *path, Status &...stat) : archive_()
    {
        detail::finish(spelt_npz_open(path, &archive_), stat...);
    }
    template <class... Status>
    explicit npz(const std::string &path, Status &...stat) : npz(path.c_str(), stat...)
    {
    }

    npz() noexcept : archive_()
    {
    }
    npz(npz &&other) noexcept : archive_(other.archive_)
    {
        other.archive_ = spelt_npz();
    }
    npz &operator=(npz &&other) noexcept
    {
        std::swap(archive_, other.archive_);
        return *this;
    }
    npz(const npz &) = delete;
    npz &operator=(const npz &) = delete;
    ~npz()
    {
        close();
    }
    void close() noexcept
    {
        spelt_npz_close(&archive_);
    }

    const spelt_npz *operator->() const noexcept
    {
        return &archive_;
    }
    const spelt_npz *c() const noexcept
    {
        return &archive_;
    }

    /* How many members there are, and the name of one: spelt_npz_name. */
    std::size_t size() const noexcept
    {
        return archive_.count;
    }
    template <class... Status> std::string name(std::size_t index, Status &...stat) const
    {
        std::string result(65536, '\0'); /* a name in a ZIP archive has less */
        const spelt_status failed = spelt_npz_name(&archive_, index, result.data(), result.size());
        result.resize(failed == SPELT_OK ? std::strlen(result.c_str()) : 0);
        detail::finish(failed, stat...);
        return result;
    }

    /* An array by its name: spelt_npz_member. */
    template <class... Status> npy member(const char *name, Status &...stat) const
    {
        npy result;
        detail::finish(spelt_npz_member(&archive_, name, &result.file_), stat...);
        return result;
    }

  private:
    spelt_npz archive_;
};

} // namespace values

using values::npy;
using values::npz;

/* A mask as NumPy's bool: spelt_npy_save_bool. */
template <class Mask, class... Status>
void npy_save_bool(const char *path, const Mask &mask, Status &...stat) SPELT_CXX_NOEXCEPT
{
    detail::finish(
        detail::call(detail::functions<nullptr, spelt_npy_save_bool>(), path, SPELT_CXX_IN(mask)),
        stat...);
}

/* Likewise spelt_npy_save_unsynced_bool. */
template <class Mask, class... Status>
void npy_save_unsynced_bool(const char *path, const Mask &mask, Status &...stat)
    SPELT_CXX_NOEXCEPT
{
    detail::finish(detail::call(detail::functions<nullptr, spelt_npy_save_unsynced_bool>(), path,
                                SPELT_CXX_IN(mask)),
                   stat...);
}

} // namespace spelt

#endif
