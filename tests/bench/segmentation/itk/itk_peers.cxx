// ITK's filters on the benchmark's arrays, one thread. Prints JSON.
//   itk_peers segment METHOD JOB   volume, seeds (1 inside, 2 background) and result as raw files, named in JOB
//   itk_peers kernels|competition JOB   times single filters
// JOB is a text file: columns rows slices, three spacings, then one path per line: HU, seeds or mask, result.
#include <itkBinaryFillholeImageFilter.h>
#include <itkBinaryMorphologicalClosingImageFilter.h>
#include <itkBinaryMorphologicalOpeningImageFilter.h>
#include <itkBinaryBallStructuringElement.h>
#include <itkBinaryThresholdImageFilter.h>
#include <itkBinomialBlurImageFilter.h>
#include <itkConfidenceConnectedImageFilter.h>
#include <itkConnectedComponentImageFilter.h>
#include <itkConnectedThresholdImageFilter.h>
#include <itkCurvatureFlowImageFilter.h>
#include <itkFastMarchingImageFilter.h>
#include <itkGradientMagnitudeRecursiveGaussianImageFilter.h>
#include <itkImage.h>
#include <itkImportImageFilter.h>
#include <itkMorphologicalWatershedFromMarkersImageFilter.h>
#include <itkMultiThreaderBase.h>
#include <itkRelabelComponentImageFilter.h>
#include <itkSigmoidImageFilter.h>
#include <itkSignedMaurerDistanceMapImageFilter.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <sys/resource.h>
#include <vector>

using Volume = itk::Image<short, 3>;
using Mask = itk::Image<unsigned char, 3>;
using Real = itk::Image<float, 3>;
using Ball = itk::BinaryBallStructuringElement<unsigned char, 3>;

struct Job {
  Volume::SizeType size;
  Volume::SpacingType spacing;
  std::string hu, second, result;
};

static Job readJob(const char *path) {
  std::ifstream in(path);
  Job job;
  for (int axis = 0; axis < 3; axis++) in >> job.size[axis];
  for (int axis = 0; axis < 3; axis++) in >> job.spacing[axis];
  in >> std::ws;
  std::getline(in, job.hu);
  std::getline(in, job.second);
  std::getline(in, job.result);
  return job;
}

template <class Image> typename Image::Pointer readRaw(const Job &job, const std::string &path) {
  auto image = Image::New();
  image->SetRegions(typename Image::RegionType(job.size));
  image->SetSpacing(job.spacing);
  image->Allocate();
  std::ifstream in(path, std::ios::binary);
  const auto bytes = image->GetPixelContainer()->Size() * sizeof(typename Image::PixelType);
  in.read(reinterpret_cast<char *>(image->GetBufferPointer()), static_cast<std::streamsize>(bytes));
  if (!in) throw std::runtime_error("short file " + path);
  return image;
}

static double cpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}
static double peakBytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return 1024.0 * usage.ru_maxrss;
}

struct Seeds {
  std::vector<Mask::IndexType> inside;
  std::vector<float> hu;
  double median, sigma;
};

static double quantile(std::vector<float> values, double part) {
  const auto at = static_cast<size_t>(part * (values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[at];
}

static Seeds seedsOf(const Mask *seeds, const Real *hu) {
  Seeds found;
  const auto count = seeds->GetPixelContainer()->Size();
  for (size_t at = 0; at < count; at++) {
    if (seeds->GetBufferPointer()[at] != 1) continue;
    found.inside.push_back(seeds->ComputeIndex(static_cast<itk::OffsetValueType>(at)));
    found.hu.push_back(hu->GetBufferPointer()[at]);
  }
  if (found.hu.empty()) throw std::runtime_error("no seeds");
  found.median = quantile(found.hu, 0.5);
  found.sigma = std::max(8.0, (quantile(found.hu, 0.75) - quantile(found.hu, 0.25)) / 1.349);
  return found;
}

static Real::Pointer smoothed(const Volume *hu) {
  auto flow = itk::CurvatureFlowImageFilter<Volume, Real>::New();
  flow->SetInput(hu);
  flow->SetNumberOfIterations(5);
  flow->SetTimeStep(0.0625);
  flow->Update();
  return flow->GetOutput();
}

static unsigned long radiusOf(double millimetres, double spacing) {
  return std::max(1ul, static_cast<unsigned long>(std::lround(millimetres / spacing)));
}
static Ball ballOf(const Job &job, double millimetres) {
  Ball ball;
  Ball::SizeType radius;
  for (int axis = 0; axis < 3; axis++) radius[axis] = radiusOf(millimetres, job.spacing[axis]);
  ball.SetRadius(radius);
  ball.CreateStructuringElement();
  return ball;
}

// Background strokes are walls.
static void wall(Real *hu, const Mask *seeds) {
  const auto count = seeds->GetPixelContainer()->Size();
  for (size_t at = 0; at < count; at++)
    if (seeds->GetBufferPointer()[at] == 2) hu->GetBufferPointer()[at] = -3000;
}

// Thin bridges go, what hangs on seeds stays, holes are filled.
static Mask::Pointer tidy(const Job &job, Mask *mask, const Mask *seeds, double openMm, double closeMm) {
  auto opening = itk::BinaryMorphologicalOpeningImageFilter<Mask, Mask, Ball>::New();
  opening->SetInput(mask);
  opening->SetKernel(ballOf(job, openMm));
  opening->SetForegroundValue(1);
  opening->Update();
  Mask::Pointer opened = opening->GetOutput();
  auto kept = itk::ConnectedThresholdImageFilter<Mask, Mask>::New();
  kept->SetInput(opened);
  kept->SetLower(1);
  kept->SetUpper(1);
  kept->SetReplaceValue(1);
  const auto count = seeds->GetPixelContainer()->Size();
  for (size_t at = 0; at < count; at++) {
    if (seeds->GetBufferPointer()[at] != 1) continue;
    opened->GetBufferPointer()[at] = 1;
    kept->AddSeed(seeds->ComputeIndex(static_cast<itk::OffsetValueType>(at)));
  }
  opened->Modified();
  auto closing = itk::BinaryMorphologicalClosingImageFilter<Mask, Mask, Ball>::New();
  closing->SetInput(kept->GetOutput());
  closing->SetKernel(ballOf(job, closeMm));
  closing->SetForegroundValue(1);
  auto filled = itk::BinaryFillholeImageFilter<Mask>::New();
  filled->SetInput(closing->GetOutput());
  filled->SetForegroundValue(1);
  filled->Update();
  return filled->GetOutput();
}

static Mask::Pointer connectedThreshold(Real *hu, const Seeds &seeds) {
  auto grow = itk::ConnectedThresholdImageFilter<Real, Mask>::New();
  grow->SetInput(hu);
  grow->SetLower(static_cast<float>(seeds.median - 2.2 * seeds.sigma));
  grow->SetUpper(static_cast<float>(seeds.median + 2.8 * seeds.sigma));
  grow->SetReplaceValue(1);
  for (const auto &seed : seeds.inside) grow->AddSeed(seed);
  grow->Update();
  return grow->GetOutput();
}

static Mask::Pointer confidenceConnected(Real *hu, const Seeds &seeds) {
  auto grow = itk::ConfidenceConnectedImageFilter<Real, Mask>::New();
  grow->SetInput(hu);
  grow->SetMultiplier(2.3);
  grow->SetNumberOfIterations(2);
  grow->SetInitialNeighborhoodRadius(1);
  grow->SetReplaceValue(1);
  for (const auto &seed : seeds.inside) grow->AddSeed(seed);
  grow->Update();
  return grow->GetOutput();
}

// Fronts of both kinds of seeds; a voxel belongs to the one that arrives first. Fast in even tissue like the strokes', slow elsewhere.
static Mask::Pointer fastMarching(const Job &job, Real *hu, const Mask *marks, const Seeds &seeds) {
  auto gradient = itk::GradientMagnitudeRecursiveGaussianImageFilter<Real, Real>::New();
  gradient->SetInput(hu);
  gradient->SetSigma(1.5);
  gradient->Update();
  const auto arrival = [&](unsigned char kind, bool likeStrokes) {
    auto speed = Real::New();
    speed->SetRegions(hu->GetLargestPossibleRegion());
    speed->SetSpacing(hu->GetSpacing());
    speed->Allocate();
    const auto count = hu->GetPixelContainer()->Size();
    for (size_t at = 0; at < count; at++) {
      const double edge = gradient->GetOutput()->GetBufferPointer()[at] / 12;
      const double off = (hu->GetBufferPointer()[at] - seeds.median) / (2 * seeds.sigma);
      const double like = std::exp(-off * off);
      speed->GetBufferPointer()[at] =
          static_cast<float>(1e-3 + (likeStrokes ? like : 1 - 0.9 * like) / (1 + edge * edge));
    }
    using March = itk::FastMarchingImageFilter<Real, Real>;
    auto march = March::New();
    auto trial = March::NodeContainer::New();
    const auto marked = marks->GetPixelContainer()->Size();
    for (size_t at = 0; at < marked; at++) {
      // Air, fat and bone are background that needs no stroke.
      const float here = hu->GetBufferPointer()[at];
      const unsigned char mark = marks->GetBufferPointer()[at];
      const bool isBackground = mark == 2 || (mark == 0 && (here < -20 || here > 260));
      if (kind == 2 ? !isBackground : mark != kind) continue;
      March::NodeType node;
      node.SetValue(0);
      node.SetIndex(marks->ComputeIndex(static_cast<itk::OffsetValueType>(at)));
      trial->InsertElement(trial->Size(), node);
    }
    march->SetTrialPoints(trial);
    march->SetInput(speed);
    march->SetOutputSize(hu->GetLargestPossibleRegion().GetSize());
    march->SetOutputSpacing(job.spacing);
    march->Update();
    Real::Pointer time = march->GetOutput();
    time->DisconnectPipeline();
    return time;
  };
  const auto inside = arrival(1, true);
  const auto outside = arrival(2, false);
  auto mask = Mask::New();
  mask->SetRegions(hu->GetLargestPossibleRegion());
  mask->SetSpacing(hu->GetSpacing());
  mask->Allocate();
  const auto count = hu->GetPixelContainer()->Size();
  for (size_t at = 0; at < count; at++)
    mask->GetBufferPointer()[at] = inside->GetBufferPointer()[at] < outside->GetBufferPointer()[at] ? 1 : 0;
  return mask;
}

static void segment(const std::string &method, const Job &job) {
  const auto volume = readRaw<Volume>(job, job.hu);
  const auto marks = readRaw<Mask>(job, job.second);
  const double rest = peakBytes();
  const auto start = std::chrono::steady_clock::now();
  const double cpu = cpuSeconds();
  const auto hu = smoothed(volume);
  const auto seeds = seedsOf(marks, hu);
  Mask::Pointer mask;
  if (method == "fast-marching") mask = fastMarching(job, hu, marks, seeds);
  else {
    wall(hu, marks);
    mask = method == "confidence-connected" ? confidenceConnected(hu, seeds) : connectedThreshold(hu, seeds);
  }
  const double openMm = job.spacing[0] >= 1.5 ? 4 : job.spacing[0];
  mask = tidy(job, mask, marks, openMm, 2 * job.spacing[0]);
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double used = cpuSeconds() - cpu;
  std::ofstream out(job.result, std::ios::binary);
  out.write(reinterpret_cast<const char *>(mask->GetBufferPointer()), static_cast<std::streamsize>(mask->GetPixelContainer()->Size()));
  std::cout << "{\"cpuSeconds\":" << used << ",\"wallSeconds\":" << elapsed << ",\"peakBytes\":" << peakBytes() - rest << "}\n";
}

template <class Image> long countOf(const Image *image, const std::function<bool(double)> &test) {
  long count = 0;
  const auto size = image->GetPixelContainer()->Size();
  for (size_t at = 0; at < size; at++) count += test(static_cast<double>(image->GetBufferPointer()[at]));
  return count;
}

static bool isFirst = true;
// Half a second of runs that aren't counted, then the median of five; `run` makes its filter anew and returns what its result amounts to.
static void timed(const char *name, const std::function<std::function<long()>()> &run) {
  std::vector<double> times;
  std::function<long()> count;
  const double begun = cpuSeconds();
  do run();
  while (cpuSeconds() - begun < 0.5);
  while (times.size() < 5) {
    const double start = cpuSeconds();
    count = run();
    times.push_back(cpuSeconds() - start);
  }
  const long result = count();
  std::sort(times.begin(), times.end());
  std::cout << (isFirst ? "{" : ",") << "\"" << name << "\":{\"seconds\":" << times[2] << ",\"result\":" << result << "}";
  isFirst = false;
}

static const auto isSet = [](double value) { return value != 0; };

static void kernels(const Job &job) {
  const auto hu = readRaw<Volume>(job, job.hu);
  const auto mask = readRaw<Mask>(job, job.second);
  timed("threshold", [&] {
    auto filter = itk::BinaryThresholdImageFilter<Volume, Mask>::New();
    filter->SetInput(hu);
    filter->SetLowerThreshold(80);
    filter->SetUpperThreshold(150);
    filter->SetInsideValue(1);
    filter->Update();
    Mask::Pointer out = filter->GetOutput();
    return [out] { return countOf<Mask>(out, isSet); };
  });
  timed("components", [&] {
    using Ids = itk::Image<unsigned int, 3>;
    auto label = itk::ConnectedComponentImageFilter<Mask, Ids>::New();
    label->SetInput(mask);
    auto order = itk::RelabelComponentImageFilter<Ids, Ids>::New();
    order->SetInput(label->GetOutput());
    auto first = itk::BinaryThresholdImageFilter<Ids, Mask>::New();
    first->SetInput(order->GetOutput());
    first->SetLowerThreshold(1);
    first->SetUpperThreshold(1);
    first->SetInsideValue(1);
    first->Update();
    Mask::Pointer out = first->GetOutput();
    return [out] { return countOf<Mask>(out, isSet); };
  });
  timed("holes", [&] {
    auto filter = itk::BinaryFillholeImageFilter<Mask>::New();
    filter->SetInput(mask);
    filter->SetForegroundValue(1);
    filter->Update();
    Mask::Pointer out = filter->GetOutput();
    return [out] { return countOf<Mask>(out, isSet); };
  });
  timed("distance", [&] {
    auto filter = itk::SignedMaurerDistanceMapImageFilter<Mask, Real>::New();
    filter->SetInput(mask);
    filter->SetUseImageSpacing(true);
    filter->SetSquaredDistance(true);
    filter->SetInsideIsPositive(true);
    filter->Update();
    Real::Pointer out = filter->GetOutput();
    return [out] { return countOf<Real>(out, [](double value) { return value > 1; }); };
  });
  timed("closing", [&] {
    auto filter = itk::BinaryMorphologicalClosingImageFilter<Mask, Mask, Ball>::New();
    filter->SetInput(mask);
    filter->SetKernel(ballOf(job, 3));
    filter->SetForegroundValue(1);
    filter->Update();
    Mask::Pointer out = filter->GetOutput();
    return [out] { return countOf<Mask>(out, isSet); };
  });
  timed("smoothing", [&] {
    auto filter = itk::BinomialBlurImageFilter<Volume, Real>::New();
    filter->SetInput(hu);
    filter->SetRepetitions(1);
    filter->Update();
    Real::Pointer out = filter->GetOutput();
    return [out] { return countOf<Real>(out, [](double value) { return value > 100; }); };
  });
  timed("region growing", [&] {
    auto filter = itk::ConnectedThresholdImageFilter<Mask, Mask>::New();
    filter->SetInput(mask);
    filter->SetLower(1);
    filter->SetUpper(1);
    filter->SetReplaceValue(1);
    Mask::IndexType middle;
    for (int axis = 0; axis < 3; axis++) middle[axis] = static_cast<itk::IndexValueType>(job.size[axis] / 2);
    // The set voxel nearest to the middle in memory order, as for the others.
    auto at = mask->ComputeOffset(middle);
    while (mask->GetBufferPointer()[at] == 0) at++;
    filter->AddSeed(mask->ComputeIndex(at));
    filter->Update();
    Mask::Pointer out = filter->GetOutput();
    return [out] { return countOf<Mask>(out, isSet); };
  });
  std::cout << "}\n";
}

// The watershed of the gradient from two kinds of markers; `second` holds the markers.
static void watershed(const Job &job) {
  const auto hu = readRaw<Volume>(job, job.hu);
  const auto markers = readRaw<Mask>(job, job.second);
  timed("competition", [&] {
    auto gradient = itk::GradientMagnitudeRecursiveGaussianImageFilter<Volume, Real>::New();
    gradient->SetInput(hu);
    gradient->SetSigma(1.5);
    auto filter = itk::MorphologicalWatershedFromMarkersImageFilter<Real, Mask>::New();
    filter->SetInput1(gradient->GetOutput());
    filter->SetInput2(markers);
    filter->SetMarkWatershedLine(false);
    filter->Update();
    Mask::Pointer out = filter->GetOutput();
    return [out] { return countOf<Mask>(out, [](double value) { return value == 1; }); };
  });
  std::cout << "}\n";
}

int main(int count, char **arguments) {
  itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(1);
  itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(1);
  const std::string task = count > 2 ? arguments[1] : "";
  try {
    if (task == "segment" && count == 4) segment(arguments[2], readJob(arguments[3]));
    else if (task == "kernels") kernels(readJob(arguments[2]));
    else if (task == "competition") watershed(readJob(arguments[2]));
    else return 2;
    return 0;
  } catch (const std::exception &error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
