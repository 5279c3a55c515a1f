#!/bin/sh
# Looks into the objects of the libraries: none has an instruction beyond its instruction set, of the baseline
# or of the set that it was compiled for; what is in a library is in them; and a fused multiply-add stands
# only in kernels where it changes no bit, which a list names with the reason. x86-64 and aarch64.
# instructions.sh <objdump> <machine> <list of kernels that may fuse> <list of objects> <shared library>...
set -eu
objdump=$1 machine=$2 fused=$3 objects=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# Mnemonics, and operands after "|". Of x86-64 first what no set here is compiled with.
never='andn|bextr|blsi|blsr|blsmsk|bzhi|pdep|pext|mulx|rorx|sarx|shlx|shrx|lzcnt|popcnt|movbe|adcx|adox|crc32|v?aes.*|v?pclmul.*|v?gf2p8.*|sha1.*|sha256.*'
sse3='movddup|movs[hl]dup|h(add|sub)p[sd]|addsubp[sd]|lddqu|pshufb|palignr|pabs[bwd]|ph(add|sub).*|pmaddubsw|pmulhrsw|psign[bwd]'
sse4='blendv?p[sd]|pblend.*|dpp[sd]|extractps|insertps|mpsadbw|packusdw|pcmpeqq|pcmpgtq|pcmp[ei]str[im]|pextr[bdq]|pinsr[bdq]|pmaxs[bd]|pmaxu[wd]|pmins[bd]|pminu[wd]|pmov[sz]x.*|pmuldq|pmulld|ptest|round[ps][sd]|movntdqa'
avx='v.*'
avx512='%zmm|%k[0-7]|%[xy]mm(1[6-9]|2[0-9]|3[01])'
later='vpopcnt.*|vperm[bi]|vperm[it]2b|vpmultishift.*|vp(compress|expand)[bw]|vpsh[lr]dv?[wdq]|vdpbf16.*|vcvtne.*|vpmadd52.*|vp2intersect.*|v(add|sub|mul|div|fmadd.*)[ps]h'
sve='[ ,{]z[0-9]+\.[bhsdq]|[ ,]p[0-9]+/[mz]|p[0-9]+\.[bhsd]'

mnemonics= operands=
beyond() { # what an object of the set must not have
    mnemonics=@ operands=@
    case $machine-$1 in
    x86_64-avx2) mnemonics='^('$never'|vpdp.*)$' operands=$avx512 ;;
    x86_64-avx2vnni) mnemonics='^('$never')$' operands=$avx512 ;;
    x86_64-avx512) mnemonics='^('$never'|'$later'|vpdp.*)$' ;;
    x86_64-avx512vnni) mnemonics='^('$never'|'$later')$' ;;
    x86_64-*) mnemonics='^('$never'|'$sse3'|'$sse4'|'$avx')$' operands='%[yz]mm' ;;
    aarch64-sve) ;;
    *) operands=$sve ;;
    esac
}
case $machine in
x86_64) fuses='^vfn?m(add|sub)' ;;
*) fuses='^(fmla|fmls|fn?madd|fn?msub|fmad|fmsb|fnmla|fnmls|fnmad)$' ;;
esac

# Of each function: its name, how many instructions it has, how many are beyond, the first of these, how many fuse.
look() {
    "$objdump" -d --no-show-raw-insn "$1" | awk -v mnemonics="$mnemonics" -v operands="$operands" -v fuses="$fuses" '
        function tell() { if (name != "") print name, all + 0, hits + 0, first == "" ? "-" : first, fused + 0 }
        /^[0-9a-f]+ <.*>:$/ { tell(); name = $2; gsub(/[<>:]/, "", name); all = hits = fused = 0; first = ""; next }
        /^ *[0-9a-f]+:/ { all++
            rest = $0; sub(/^[^\t]*\t[^ \t]*/, "", rest)
            if ($2 ~ mnemonics || rest ~ operands) { hits++; if (first == "") first = $2 }
            fused += $2 ~ fuses }
        END { tell() }'
}

while read -r object; do
    isa=$(expr "$object" : '.*spelt_isa_\([a-z0-9]*\)\.dir/' || true)
    file=$(basename "$object" | sed 's/\..*//')
    beyond "$isa"
    look "$object" >"$work/functions"
    awk -v object="$object" '$3 > 0 { print object ": " $1 ": " $4 " is beyond" }' "$work/functions" >>"$work/beyond"
    awk -v file="$file" '{ print file, $1, $5, $2 }' "$work/functions" >>"$work/all"
    case $machine-$isa in x86_64-*avx*) awk '{ print $1 }' "$work/functions" >>"$work/of_sets" ;; esac
done <"$objects"

# Each line of the list is of use where all sets are.
complete=$(grep -c 'spelt_isa_avx512\.dir' "$objects" || true)
awk -v complete="$complete" -v list="$fused" 'FILENAME == list { file[++lines] = $1; name[lines] = "^" $2; next }
     $3 > 0 { for (i = 1; i <= lines; i++) if ($1 == file[i] && $2 ~ name[i]) { seen[i] = 1; next }
              print $1 ": " $2 ": fuses a multiplication with an addition" }
     END { for (i = 1; i <= lines && complete > 0; i++) if (!(i in seen)) print "nothing fuses there: " file[i] " " name[i] }' \
    "$fused" "$work/all" >"$work/fused"

# Functions of the libraries that have what the baseline has not are among those of the sets.
if test "$machine" = x86_64; then
    beyond baseline
    sort -u "$work/of_sets" >"$work/known"
    for library in "$@"; do
        look "$library" | awk '$3 > 0 { print $1 }' | sort -u | comm -23 - "$work/known" |
            sed "s|^|$(basename "$library"): beyond the baseline: |" >>"$work/beyond"
    done
fi

awk '{ functions++; instructions += $4; fused += $3 > 0 }
     END { print functions " functions, " instructions " instructions, " fused " functions that fuse"
           exit instructions < 100000 }' "$work/all" || status=1
for wrong in "$work/beyond" "$work/fused"; do
    if test -s "$wrong"; then
        sed 's|.*CMakeFiles/||' "$wrong" | head -50
        status=1
    fi
done
exit $status
