/* spelt.h - Spelt: explicitly typed, vectorized array kernels. Includes every header but mpi.h. */
#ifndef SPELT_SPELT_H
#define SPELT_SPELT_H

#include <spelt/accumulate.h>
#include <spelt/axis.h>
#include <spelt/choose.h>
#include <spelt/convert.h>
#include <spelt/elementwise.h>
#include <spelt/exact.h>
#include <spelt/groups.h>
#include <spelt/indexing.h>
#include <spelt/mask.h>
#include <spelt/matmul.h>
#include <spelt/npy.h>
#include <spelt/npz.h>
#include <spelt/partial.h>
#include <spelt/reduce.h>
#include <spelt/runtime.h>
#include <spelt/scan.h>
#include <spelt/statistics.h>
#include <spelt/status.h>
#include <spelt/type.h>
#include <spelt/view.h>

#endif
