/* files.cpp - .npy files and .npz archives, in the directory that the argument names. */
#include "check.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <vector>

static std::string directory;

static void files()
{
    const std::string path = directory + "/x.npy";
    const std::vector<double> x = {1, 2, 3, 4, 5, 6};
    spelt::npy_save(path.c_str(), spelt::view<const double>(x.data(), {2, 3}));
    spelt::npy file(path);
    CHECK(file->type == SPELT_F64 && file->ndim == 2 && file->shape[1] == 3 && file->memory == 0);
    const spelt::view<const double> view = file.view<double>();
    CHECK(view.extent(0) == 2 && view(1, 2) == 6 && spelt::sum(view) == 21);
    std::vector<double> memory;
    CHECK(spelt::sum(file.view(memory)) == 21 && memory.empty());
    CHECK_THROWS((void)file.view<float>(), SPELT_ERR_ARG, "spelt_npy_view_f32");

    /* It moves, and closes itself. */
    spelt::npy moved = std::move(file);
    CHECK(spelt::sum(moved.view<double>()) == 21);
    CHECK_THROWS((void)file.view<double>(), SPELT_ERR_ARG, "spelt_npy_view_f64");
    file = std::move(moved);
    CHECK(spelt::sum(file.view<double>()) == 21);
    file.close();
    static_assert(!std::is_copy_constructible_v<spelt::npy>);
    static_assert(!std::is_copy_constructible_v<spelt::npz>);

    CHECK_THROWS(spelt::npy(directory + "/none.npy"), SPELT_ERR_IO, "none.npy");
    spelt::status stat = SPELT_OK;
    const spelt::npy none(directory + "/none.npy", stat);
    CHECK(stat == SPELT_ERR_IO);
    CHECK(none.view<double>(stat).size() == 0 && stat == SPELT_ERR_ARG);

    /* From a descriptor, and from bytes that are not aligned, into memory. */
    const int descriptor = open(path.c_str(), O_RDONLY);
    spelt::npy stream = spelt::npy::from_descriptor(descriptor);
    CHECK(spelt::sum(stream.read(memory)) == 21 && memory.size() == 6);
    close(descriptor);
    std::vector<char> bytes(1000);
    const int again = open(path.c_str(), O_RDONLY);
    const ssize_t size = read(again, bytes.data() + 1, bytes.size() - 1);
    close(again);
    const spelt::npy in_memory = spelt::npy::from_bytes(bytes.data() + 1, std::size_t(size));
    CHECK(in_memory->memory == 6);
    CHECK_THROWS((void)in_memory.view<double>(), SPELT_ERR_NULL, "spelt_npy_view_f64");
    memory.clear();
    CHECK(spelt::sum(in_memory.view(memory)) == 21 && memory.size() == 6);
    double room[6];
    CHECK(spelt::sum(in_memory.view(room)) == 21);

    const std::string mask = directory + "/mask.npy";
    spelt::npy_save_bool(mask.c_str(), std::vector<std::uint8_t>{0, 2, 1});
    const spelt::npy booleans(mask);
    CHECK(booleans->boolean == 1 && spelt::count(booleans.view<std::uint8_t>()) == 2);
    spelt::npy_save((directory + "/no/x.npy").c_str(), x, stat);
    CHECK(stat == SPELT_ERR_IO);
}

/* The project's own samples: an archive, and records. */
static void samples(const std::string &data)
{
    spelt::npz archive(data + "/archive.npz");
    CHECK(archive.size() > 0 && archive->count == archive.size());
    const std::string first = archive.name(0);
    CHECK(first.size() > 4 && first.substr(first.size() - 4) == ".npy");
    const spelt::npz moved = std::move(archive);
    CHECK(moved.member(first.c_str())->count > 0);
    CHECK_THROWS((void)moved.member("nobody"), SPELT_ERR_ARG, "nobody");
    CHECK_THROWS((void)moved.name(moved.size()), SPELT_ERR_ARG, "spelt_npz_name");
    CHECK_THROWS(spelt::npz(data + "/."), SPELT_ERR_IO, "spelt_npz_open");

    const spelt::npy records(data + "/structured_packed.npy");
    CHECK(records->fields > 0 && records->type == 0);
    CHECK_THROWS((void)records.field("nobody"), SPELT_ERR_ARG, "nobody");
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    directory = argv[1];
    files();
    samples(argv[2]);
    return report("files");
}
