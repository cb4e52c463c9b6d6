;(() => {
  var canvas = document.getElementById('unity-canvas')
  var loading = document.getElementById('loading')

  function fail(message) {
    var failure = document.getElementById('failure')
    loading.hidden = true
    failure.textContent = message
    failure.hidden = false
  }

  // More pixels than this cost a phone its battery and show no difference.
  config.devicePixelRatio = Math.min(window.devicePixelRatio || 1, 2)
  config.showBanner = (message, type) => {
    if (type === 'error') fail(message)
    else console.warn(message)
  }

  if (typeof Ante === 'undefined') {
    fail('The game could not reach its server. Please load this page again later.')
    return
  }
  createUnityInstance(canvas, config, (progress) => {
    loading.value = progress
  }).then(
    () => {
      loading.hidden = true
    },
    (failure) => {
      fail(String(failure?.message ?? failure))
    },
  )
})()
